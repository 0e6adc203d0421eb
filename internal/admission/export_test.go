package admission

// Turns is how many objects are judged at once.
func (s *Server) Turns() int { return cap(s.turns) }
