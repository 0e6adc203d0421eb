package policy

// call is a function of OPA that is worked out here.
type call int

// The functions, by the names that a sieve gives them.
const (
	callUnknown call = iota
	callEqual
	callNotEqual
	callLess
	callLessEqual
	callGreater
	callGreaterEqual
	callIn
	callCount
	callPlus
	callMinus
	callOr
	callConcat
	callSlice
	callRange
	callGet
	callSort
	callSprintf
	callMatch
	callLower
	callStartsWith
	callEndsWith
	callContains
	callTrimSuffix
	callTrimPrefix
	callSplit
	callJoin
	callReplaceAll
)

var builtinOf = map[string]call{
	"equal": callEqual, "neq": callNotEqual, "lt": callLess, "lte": callLessEqual, "gt": callGreater, "gte": callGreaterEqual, "in": callIn,
	"count": callCount, "plus": callPlus, "minus": callMinus, "or": callOr, "array.concat": callConcat, "array.slice": callSlice,
	"numbers.range": callRange, "object.get": callGet, "sort": callSort, "sprintf": callSprintf, "regex.match": callMatch, "lower": callLower,
	"startswith": callStartsWith, "endswith": callEndsWith, "contains": callContains, "trim_suffix": callTrimSuffix,
	"trim_prefix": callTrimPrefix, "split": callSplit, "concat": callJoin, "regex.replace": callReplaceAll,
}
