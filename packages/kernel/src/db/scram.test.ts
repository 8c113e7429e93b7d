/** The verifier is the one that PostgreSQL would have computed itself. */
import { expect, test } from 'vitest';
import { scramVerifier } from './scram.ts';

test('the verifier of RFC 7677’s example password', () => {
  // The salt of RFC 7677 section 3; its keys follow from the password "pencil" and 4096 rounds.
  expect(scramVerifier('pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'))).toBe(
    'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
  );
});

test('each verifier has a salt of its own, and the password is not in it', () => {
  const one = scramVerifier('a long enough password');
  expect(one).toMatch(/^SCRAM-SHA-256\$4096:[\w+/]{22}==\$[\w+/]{43}=:[\w+/]{43}=$/);
  expect(scramVerifier('a long enough password')).not.toBe(one);
});
