/** UPI links. */
import { expect, test } from 'vitest';
import { isVpa, upiLink } from './upi.ts';

test('a link for the outstanding amount, encoded so that an app reads it', () => {
  const link = upiLink({
    vpa: 'sri.lakshmi@okbank',
    payee: 'Sri Lakshmi & Sons',
    amount: 363_800,
    note: 'Invoice INV/26-27/0042',
    reference: 'INV/26-27/0042',
  });
  expect(link).toBe(
    'upi://pay?pa=sri.lakshmi@okbank&pn=Sri%20Lakshmi%20%26%20Sons&am=3638.00&cu=INR&tn=Invoice%20INV%2F26-27%2F0042&tr=INV26270042',
  );
});

test('without amount the payer types it; what cannot be paid is refused', () => {
  expect(upiLink({ vpa: 'a1@bank', payee: 'A' })).toBe('upi://pay?pa=a1@bank&pn=A&cu=INR');
  expect(() => upiLink({ vpa: 'nobody', payee: 'A' })).toThrow('no UPI address');
  expect(() => upiLink({ vpa: 'a1@bank', payee: 'A', amount: 0 })).toThrow('cannot be paid');
  expect(isVpa('x@y')).toBe(false);
});
