/** Where the statements of an SQL file begin: for naming the line of a fault, and for seeing what a file must not say. */

/** A statement's place in its file. `text` is without leading blanks and comments. */
export interface SqlStatement {
  line: number;
  text: string;
}

/** What a semicolon may stand in without ending the statement: comments, quoted texts and names, dollar-quoted bodies. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|;|[^\s]/g;

/** Splits the text of a file. Bodies in SQL-standard form (BEGIN ATOMIC) are not known here; write them between `$$`. */
export function splitStatements(text: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start = -1;
  const end = (position: number): void => {
    if (start >= 0)
      statements.push({ line: text.slice(0, start).split('\n').length, text: text.slice(start, position).trimEnd() });
    start = -1;
  };
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    if (token === ';') end(match.index);
    else if (start < 0 && !token.startsWith('--') && !token.startsWith('/*')) start = match.index;
  }
  end(text.length);
  return statements;
}
