package report

import _ "embed" // style and script of the page

//go:embed page.css
var htmlStyle string

//go:embed page.js
var htmlScript string
