// Breaks `declared`: a package that only another package asked for.
export { parse } from 'acorn';
