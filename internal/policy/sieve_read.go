package policy

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// op is what a part of a sieve does.
type op uint8

const (
	opUnknown  op = iota
	opConstant    // a text, a number, true, false or null
	opSlot        // a variable of a definition, by its number
	opNone        // no variable
	// Definitions: (d SLOTS VALUE ELSE STEP...), where arguments take the first slots, and (s SLOTS ELEMENT _ STEP...) of a set.
	opDefinition
	opElements
	opEntries // (k SLOTS KEY VALUE STEP...) of an object
	opGroups  // (K SLOTS KEY ELEMENT STEP...) of an object of sets
	opDefault // (D SLOTS VALUE _) what a rule is worth when nothing else says so
	// Steps.
	opTest   // (t TERM)
	opDenied // (q TERM) a test inside of a denial
	opNot    // (n STEP...)
	opEach   // (e KEY ELEMENT LIST)
	opEvery  // (a KEY ELEMENT LIST STEP...)
	opLet    // (l SLOT TERM)
	opMaybe  // (m SLOT...) something that a sieve does not follow, and the variables that it binds
	// Terms.
	opInput   // (i)
	opPath    // (. (i) KEY...) with texts for keys
	opAt      // (. TERM KEY...)
	opRule    // (r NAME)
	opCall    // (f NAME ARGUMENT...) of a rule
	opBuiltin // (b NAME ARGUMENT...) of OPA, worked out here
	opOther   // (B NAME ARGUMENT...) of OPA, called there
	opList    // ([ TERM...)
	opSet     // ({ TERM...)
	opObject  // (o KEY VALUE ...)
	opLists   // (L TERM STEP...) a comprehension
	opSets    // (S TERM STEP...)
	opObjects // (O KEY VALUE STEP...) a comprehension
	opWords   // (x) a text of which nothing is known
)

var opLetters = map[byte]op{
	'd': opDefinition, 'D': opDefault, 's': opElements, 'k': opEntries, 'K': opGroups, 't': opTest, 'q': opDenied, 'n': opNot, 'e': opEach, 'a': opEvery, 'l': opLet, 'm': opMaybe,
	'i': opInput, '.': opAt, 'r': opRule, 'f': opCall, 'b': opBuiltin, 'B': opOther, '[': opList, '{': opSet, 'o': opObject, 'L': opLists, 'S': opSets,
	'O': opObjects, 'x': opWords, '?': opUnknown,
}

// node is a part of a sieve.
type node struct {
	op   op
	n    int    // of a slot; how many slots a definition has; the number of a path among the answers; the function of OPA
	kids []node // of a definition: its value, what stands behind else, its steps
	of   *tried // of a rule or call
	leaf *leaf  // of a constant; the name of a function that OPA is called for
}

// leaf is a constant.
type leaf struct {
	val  val
	lens atomic.Pointer[lens] // where the constant is a key
}

func (d *node) value() *node { return &d.kids[0] }

func (d *node) steps() []node { return d.kids[2:] }

func (d *node) otherwise() *node {
	if d.kids[1].op == opDefinition {
		return &d.kids[1]
	}
	return nil
}

// tried is a rule or function as a sieve has it: its definitions.
type tried struct {
	name string
	id   int // among the answers
	once sync.Once
	root []node // nil when nothing is known of it
}

// sieves are those of all rules that can be asked for, by package and name. They are safe for concurrent use.
type sieves struct {
	texts    map[string]map[string]string // as an index holds them, by package and name
	derive   func(pkg, name string) string
	patterns sync.Map // text -> *regexp.Regexp, nil for what is none
	idle     sync.Pool

	mu      sync.Mutex
	groups  map[string]*tried // by package and name
	paths   map[string]int
	answers int // that a machine may keep
}

// group is that of a rule or function, which need not be read yet.
func (s *sieves) group(name string) *tried {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.groups[name]
	if g == nil {
		if s.groups == nil {
			s.groups = map[string]*tried{}
		}
		g = &tried{name: name, id: s.answers}
		s.answers++
		s.groups[name] = g
	}
	return g
}

// path is the number of a path among the answers.
func (s *sieves) path(keys []node) int {
	var b strings.Builder
	for i := range keys {
		b.WriteString(keys[i].leaf.val.s + "\x00")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	id, known := s.paths[b.String()]
	if !known {
		if s.paths == nil {
			s.paths = map[string]int{}
		}
		id = s.answers
		s.answers++
		s.paths[b.String()] = id
	}
	return id
}

// definitions are those of a group, which is read when it is first asked for.
func (s *sieves) definitions(g *tried) []node {
	g.once.Do(func() { g.root = s.read(s.text(g.name)) })
	return g.root
}

// text is the sieve of a rule as it was written.
func (s *sieves) text(name string) string {
	i := max(strings.LastIndexByte(name, '.'), 0)
	pkg, name := name[:i], strings.TrimPrefix(name[i:], ".")
	if written, known := s.texts[pkg]; known {
		return written[name]
	}
	return s.derive(pkg, name)
}

// take makes use of what an index says of the package of a module.
func (s *sieves) take(src Source, m *module) {
	if written, known := src.Sieves[m.name()]; known {
		s.texts[m.name()] = written
	}
}

// gather adds the sieve of a rule and of all that it asks for.
func (s *sieves) gather(to map[string]map[string]string, pkg, name string) {
	if to[pkg] == nil {
		to[pkg] = map[string]string{}
	}
	if _, known := to[pkg][name]; known {
		return
	}
	written := s.text(pkg + "." + name)
	to[pkg][name] = written
	definitions := s.read(written)
	for i := range definitions {
		definitions[i].asks(func(other string) {
			i := strings.LastIndexByte(other, '.')
			s.gather(to, other[:i], other[i+1:])
		})
	}
}

// asks names the rules that a part of a sieve asks for.
func (d *node) asks(use func(name string)) {
	if d.op == opRule || d.op == opCall {
		use(d.of.name)
	}
	for i := range d.kids {
		d.kids[i].asks(use)
	}
}

// sieveReader reads what [sieveWriter] wrote.
type sieveReader struct {
	sieves *sieves
	text   string
	at     int
	stack  []node // of the lists that are open
}

// read reads the definitions of a group; nil when it has none or they are not understood.
func (s *sieves) read(written string) []node {
	r := &sieveReader{sieves: s, text: written, stack: make([]node, 0, 64)}
	var out []node
	for r.at < len(r.text) {
		n := r.node()
		if n.op < opDefinition || n.op > opDefault {
			return nil
		}
		out = append(out, n)
	}
	return out
}

func (r *sieveReader) node() node {
	switch r.text[r.at] {
	case '(':
		return r.list()
	case '"':
		return node{op: opConstant, leaf: &leaf{val: val{kind: literal, s: r.quoted()}}}
	}
	switch word := r.word(); {
	case word == "_":
		return node{op: opNone}
	case word == "true", word == "false":
		return node{op: opConstant, leaf: &leaf{val: truth(word == "true")}}
	case word == "null":
		return node{op: opConstant, leaf: &leaf{val: val{kind: null}}}
	case word[0] == '$':
		n, _ := strconv.Atoi(word[1:])
		return node{op: opSlot, n: n}
	default:
		n, _ := strconv.Atoi(word)
		return node{op: opConstant, leaf: &leaf{val: val{kind: integer, n: n}}}
	}
}

// quoted takes a text.
func (r *sieveReader) quoted() string {
	rest := r.text[r.at:]
	if end := strings.IndexAny(rest[1:], "\\\""); end >= 0 && rest[end+1] == '"' {
		r.at += end + 2
		return rest[1 : end+1]
	}
	quoted, _ := strconv.QuotedPrefix(rest)
	r.at += len(quoted)
	s, _ := strconv.Unquote(quoted)
	return s
}

// word takes what stands up to the next space or bracket.
func (r *sieveReader) word() string {
	start := r.at
	for r.at < len(r.text) && r.text[r.at] != ' ' && r.text[r.at] != ')' {
		r.at++
	}
	return r.text[start:r.at]
}

func (r *sieveReader) list() node {
	out := node{op: opLetters[r.text[r.at+1]]}
	r.at += 2
	switch out.op {
	case opDefinition, opElements, opEntries, opGroups, opDefault:
		r.at++
		out.n, _ = strconv.Atoi(r.word())
	case opRule, opCall:
		r.at++
		out.of = r.sieves.group(r.quoted())
	case opBuiltin:
		r.at++
		out.n = int(builtinOf[r.quoted()])
	case opOther:
		r.at++
		out.leaf = &leaf{val: val{kind: literal, s: r.quoted()}}
	}
	open := len(r.stack)
	for r.at < len(r.text) && r.text[r.at] != ')' {
		r.at++ // a space
		n := r.node()
		r.stack = append(r.stack, n)
	}
	r.at++
	out.kids = slices.Clone(r.stack[open:])
	r.stack = r.stack[:open]
	switch out.op {
	case opAt:
		return r.path(out)
	case opList, opSet, opObject:
		return folded(out)
	}
	return out
}

// path joins the constant keys behind the input, which many ask for alike.
func (r *sieveReader) path(n node) node {
	end := 1
	for end < len(n.kids) && n.kids[end].op == opConstant && n.kids[end].leaf.val.kind == literal {
		end++
	}
	if n.kids[0].op != opInput || end == 1 {
		return n
	}
	keys := n.kids[1:end]
	whole := node{op: opPath, n: r.sieves.path(keys), kids: keys}
	if end == len(n.kids) {
		return whole
	}
	return node{op: opAt, kids: append([]node{whole}, n.kids[end:]...)}
}

// folded is a constant when all parts are, so that it is not put together again each time.
func folded(n node) node {
	elems := make([]val, 0, len(n.kids))
	for i := range n.kids {
		if n.kids[i].op != opConstant {
			return n
		}
		elems = append(elems, n.kids[i].leaf.val)
	}
	return node{op: opConstant, leaf: &leaf{val: madeOf(n.op, elems)}}
}
