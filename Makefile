GO ?= go
# The linter at a fixed version; .ci/run reads the linter's from here.
GOLANGCI_VERSION := v2.15.0

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## build bin/podlint
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/ ./cmd/...

.PHONY: example
example: ## lint the example
	-@$(GO) run ./cmd/podlint lint testdata/example

.PHONY: test
test: ## run all tests: Go, Rego, fixtures, goldens, pages; and list those that were skipped
	$(GO) test -timeout 40m -json ./... | $(GO) run ./internal/testlog

.PHONY: peers
peers: ## install the programs that tests compare with, once, into the user's cache: opa, conftest, kube-score, helm, kustomize
	$(GO) run ./internal/bench -install

.PHONY: race
race: ## run all tests under the race detector, over the corpus as well when it is there
	$(GO) test -race ./...

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME (1m)
	.ci/fuzz

.PHONY: update
update: ## rewrite everything that is generated, then read the diff
	$(GO) test ./internal/pod ./internal/knowledge ./internal/policy/shipped -update
	$(GO) test ./internal/known ./internal/picture ./internal/report ./internal/explain ./internal/cli -update

.PHONY: lint
lint: ## run the linters, at the version that CI uses
	GOLANGCI_VERSION=$(GOLANGCI_VERSION) .ci/golangci run

.PHONY: fmt
fmt: ## format the Go files
	GOLANGCI_VERSION=$(GOLANGCI_VERSION) .ci/golangci fmt

.PHONY: check
check: ## what CI runs
	.ci/run

.PHONY: mutants
mutants: ## change rules, library, relations and knowledge at random and list what no test minds: ARGS='-seed 7 -only policies/lib'
	$(GO) run ./internal/mutants $(ARGS)

.PHONY: bench
bench: ## time reading, models, evaluation and reports
	$(GO) test -run '^$$' -bench . -benchmem ./internal/...

.PHONY: bench-peer
bench-peer: ## compare with conftest (both ways) and kube-score on the same manifests
	$(GO) run ./internal/bench

.PHONY: bench-growth
bench-growth: ## show how the cost grows with pods, containers and rules
	$(GO) run ./internal/bench -growth -n 5

.PHONY: bench-cluster
bench-cluster: ## load the webhook, straight and through a real API server with and without it, and scan 20,000 pods
	$(GO) test -timeout 40m -run '^$$' -bench . -benchtime 1x ./internal/cluster

.PHONY: agree
agree: ## compare what podlint renders of repositories with helm and kustomize: ARGS='-podlint bin/podlint ../one ../two'
	$(GO) run ./internal/agree $(ARGS)

.PHONY: bench-html
bench-html: ## measure what a browser takes to open an HTML report of 2,000 violations
	$(GO) run ./internal/bench -html

.PHONY: clean
clean: ## remove what was built
	rm -rf bin coverage.out
