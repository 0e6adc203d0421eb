package report

// The part of SARIF 2.1.0 that podlint writes. Field order is that of the output.

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool        sarifTool                `json:"tool"`
	Invocations []sarifInvocation        `json:"invocations"`
	Automation  *sarifAutomation         `json:"automationDetails,omitempty"`
	BaseIDs     map[string]sarifArtifact `json:"originalUriBaseIds,omitempty"`
	ColumnKind  string                   `json:"columnKind"`
	Results     []sarifResult            `json:"results"` // never null: GitHub refuses a run without
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name            string      `json:"name"`
	Version         string      `json:"version,omitempty"`
	SemanticVersion string      `json:"semanticVersion,omitempty"`
	InformationURI  string      `json:"informationUri"`
	Rules           []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID      string              `json:"id"`
	Short   sarifMessage        `json:"shortDescription"`
	Full    sarifMessage        `json:"fullDescription"`
	Help    sarifMessage        `json:"help"`
	HelpURI string              `json:"helpUri,omitempty"`
	Default sarifConfiguration  `json:"defaultConfiguration"`
	Props   sarifRuleProperties `json:"properties"`
}

type sarifConfiguration struct {
	Level string `json:"level"`
}

type sarifRuleProperties struct {
	Tags             []string `json:"tags"`
	Precision        string   `json:"precision"`
	ProblemSeverity  string   `json:"problem.severity,omitempty"`
	SecuritySeverity string   `json:"security-severity,omitempty"`
}

type sarifMessage struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	ExitCode      int                 `json:"exitCode"`
	Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	Directory     *sarifArtifact      `json:"workingDirectory,omitempty"`
}

type sarifNotification struct {
	Level     string          `json:"level"`
	Message   sarifMessage    `json:"message"`
	Locations []sarifLocation `json:"locations,omitempty"`
}

type sarifAutomation struct {
	ID string `json:"id"`
}

type sarifArtifact struct {
	URI    string `json:"uri"`
	BaseID string `json:"uriBaseId,omitempty"`
}

type sarifResult struct {
	RuleID       string                 `json:"ruleId"`
	RuleIndex    *int                   `json:"ruleIndex,omitempty"`
	Level        string                 `json:"level"`
	Message      sarifMessage           `json:"message"`
	Locations    []sarifLocation        `json:"locations"`
	Related      []sarifLocation        `json:"relatedLocations,omitempty"`
	Fingerprints map[string]string      `json:"partialFingerprints,omitempty"`
	Fixes        []sarifFix             `json:"fixes,omitempty"`
	Suppressions []sarifSuppressed      `json:"suppressions,omitempty"`
	Props        *sarifResultProperties `json:"properties,omitempty"`
}

// sarifResultProperties is what podlint adds to a result.
type sarifResultProperties struct {
	Rendered       *sarifRendered `json:"rendered,omitempty"`
	SeverityReason string         `json:"severityReason,omitempty"`
	Doubt          bool           `json:"doubt,omitempty"`
}

// sarifRendered has the builds that show a result, and whether its place is where the value was written.
type sarifRendered struct {
	From  []string `json:"from"`
	Known bool     `json:"known"`
}

type sarifSuppressed struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification,omitempty"`
}

type sarifLocation struct {
	ID       int            `json:"id,omitempty"`
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	Message  *sarifMessage  `json:"message,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn"`
}

type sarifLogical struct {
	Name      string `json:"name"`
	Qualified string `json:"fullyQualifiedName"`
	Kind      string `json:"kind"`
}

type sarifFix struct {
	Description sarifMessage  `json:"description"`
	Changes     []sarifChange `json:"artifactChanges"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifRegion  `json:"deletedRegion"`
	Inserted sarifMessage `json:"insertedContent"`
}
