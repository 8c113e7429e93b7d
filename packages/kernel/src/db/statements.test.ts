/** Statements are found where PostgreSQL would find them, whatever their texts, names and bodies contain. */
import { expect, test } from 'vitest';
import { splitStatements } from './statements.ts';

test('semicolons in texts, names, bodies and comments end nothing; lines are those of the first word', () => {
  const text = `-- a; comment
select 'a;b''c', E'it\\'s;', "odd;name" -- one; more
;
/* block; */ create function f() returns int
language sql as $$ select 1; $$;

create function g() as $body$ select '$$;' $body$; select $1`;
  expect(splitStatements(text)).toEqual([
    { line: 2, text: `select 'a;b''c', E'it\\'s;', "odd;name" -- one; more` },
    { line: 4, text: 'create function f() returns int\nlanguage sql as $$ select 1; $$' },
    { line: 7, text: `create function g() as $body$ select '$$;' $body$` },
    { line: 7, text: 'select $1' },
  ]);
});

test('nothing but comments and semicolons is no statement', () => {
  expect(splitStatements('-- nothing\n;;\n/* at all */')).toEqual([]);
});
