/** The rules for passwords: what is tried first is refused, whatever is hard to guess is taken as it is. */
import { hash } from '@node-rs/argon2';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashPassword, needsRehash, passwordFault, verifyPassword } from './passwords.ts';

/** Well known from every published list, those of eight characters and more. */
const TRIED_FIRST =
  `password 12345678 123456789 1234567890 qwertyuiop password1 password12 password123 password1234 passw0rd
  p@ssw0rd p@ssword p4ssw0rd pa$$word pa$$w0rd Password! Password1! Password@123 Passw0rd! Password2024 PASSWORD1 drowssap1
  iloveyou iloveyou1 iloveyou2 princess princess1 sunshine sunshine1 football football1 baseball superman superman1 batman123
  welcome1 welcome123 Welcome@123 Welcome1! letmein1 letmein123 admin123 admin1234 administrator admin@123 Admin@1234 root1234
  rootroot adminadmin testtest test1234 test12345 user1234 guest123 changeme changeme1 default1 trustno1 master123 qwerty12
  qwerty123 qwerty1234 qwerty12345 Qwerty123! 1qaz2wsx 1qaz@WSX 1q2w3e4r 1q2w3e4r5t q1w2e3r4 qazwsxedc zaq12wsx asdfghjkl asdfasdf
  asdf1234 zxcvbnm1 zxcvbnm123 abcd1234 abc12345 abcdefgh abcdefg1 abcabcabc 11111111 00000000 12341234 123123123 112233445566
  87654321 987654321 0987654321 11223344 12121212 55555555 66666666 88888888 99999999 01011990 31121999 9876543210 9999999999
  monkey123 dragon123 shadow12 michael1 jennifer jessica1 jordan23 harley12 hunter12 thomas123 charlie1 liverpool arsenal1 chelsea1
  computer computer1 internet microsoft google123 facebook facebook1 samsung1 starwars starwars1 pokemon1 naruto123
  india123 India@123 india1947 bharat123 mumbai123 delhi1234 krishna1 krishna123 Krishna@123 ganesh123 Ganesha1 saibaba1 omsairam
  omsairam1 hanuman1 jaishreeram jaimatadi1 mahadev123 lakshmi1 sachin10 dhoni007 virat18virat rahul123 priya123 deepak123 kumar123 sharma123
  summer2024 Summer2024! winter23 january1 monday123 october2023 secret123 secret12 starlight lovelove loveyou1 babygirl1
  fuckyou1 asshole1 blahblah whatever1 hello123 hello1234 hellohello helloworld1 freedom1 chocolate chocolate1
  tenantry1 tenantry123 clinic123 hospital1 doctor123 pharmacy1 accounts1 company123 office123 demo1234`
    .split(/\s+/)
    .filter(Boolean);

test('what is tried first is refused', () => {
  expect(TRIED_FIRST.filter((password) => passwordFault(password) === null)).toEqual([]);
  expect(TRIED_FIRST.length).toBeGreaterThan(150);
});

test('what is hard to guess is taken, whatever characters it has', () => {
  for (const password of [
    'correct horse battery staple',
    'seven green umbrellas',
    'Tr0ub4dor&3x!kq',
    'नमस्ते दुनिया 🌧️',
    '  spaces at both ends  ',
    'xK9#mPq2vL',
    'my dog barks at tuesdays',
    '48213907562184',
    'grün-weiß-blau-7',
    '"; drop table users --',
    'a'.repeat(64).replace(/a/g, (_, at: number) => String.fromCharCode(97 + ((at * 7) % 26))),
  ])
    expect([password, passwordFault(password)]).toEqual([password, null]);
});

test('length counts code points, from 8 to 128', () => {
  expect(passwordFault('rx7kq2w')).toMatch(/at least 8/);
  expect(passwordFault('🌧️🌊🔥🍀🌧️🌊')).toBeNull(); // eight code points
  expect(passwordFault('rk3#'.padEnd(128, 'vx9 tq'))).toBeNull();
  expect(passwordFault('rk3#'.padEnd(129, 'vx9 tq'))).toMatch(/at most 128/);
});

test('words that an attacker knows of the person do not carry a password', () => {
  const personal = ['meena.pillai@smile-dental.in', 'Meena Pillai', 'Smile Dental'];
  for (const password of ['meena2024', 'Pillai@1990', 'smile1234', 'dental#77'])
    expect(passwordFault(password, personal)).not.toBeNull();
  expect(passwordFault('meena paints blue doors', personal)).toBeNull();
});

test('nothing is cut, trimmed or folded: a password that differs anywhere does not match', async () => {
  const stored = await hashPassword(`${'x'.repeat(100)} end`);
  expect(await verifyPassword(stored, `${'x'.repeat(100)} end`)).toBe(true);
  for (const other of [`${'x'.repeat(100)} enD`, `${'x'.repeat(100)} end `, 'x'.repeat(100), `${'x'.repeat(72)}`])
    expect(await verifyPassword(stored, other)).toBe(false);
  // Composed and decomposed forms of one text are one password.
  expect(await verifyPassword(await hashPassword('caf\u00e9 au lait'), 'cafe\u0301 au lait')).toBe(true);
});

test('a hash says how it was made, and an older recipe is noticed', async () => {
  const stored = await hashPassword('seven green umbrellas');
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(needsRehash(stored)).toBe(false);
  const weaker = await hash('seven green umbrellas', { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  expect(needsRehash(weaker)).toBe(true);
  expect(await verifyPassword(weaker, 'seven green umbrellas')).toBe(true);
});

test('an account that does not exist costs as much work as one that does', async () => {
  const stored = await hashPassword('seven green umbrellas');
  // The processor's time in this process, hashing threads included; what else the machine does is not in it.
  const worked = async (hashed: string | null): Promise<number> => {
    const before = process.cpuUsage();
    for (let i = 0; i < 25; i++) await verifyPassword(hashed, 'a wrong guess');
    return process.cpuUsage(before).user;
  };
  await worked(null);
  const ratio = (await worked(null)) / (await worked(stored));
  expect(ratio).toBeGreaterThan(0.3);
  expect(ratio).toBeLessThan(3);
});

test('judging any text is quick and never fails', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: 'binary' }), fc.string({ maxLength: 60 }), (password, word) => {
      const fault = passwordFault(password, [word]);
      expect(fault === null || fault.length > 0).toBe(true);
    }),
    { numRuns: 300 },
  );
  const from = performance.now();
  for (const text of ['ab'.repeat(64), 'a1'.repeat(64), 'passwordpassword'.repeat(8), '1234567890'.repeat(12)])
    passwordFault(text);
  // Milliseconds where a pattern that explodes would take minutes.
  expect(performance.now() - from).toBeLessThan(2000);
});
