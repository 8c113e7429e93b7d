/** Places of supply by the sections of the law. */
import { expect, test } from 'vitest';
import { chargeFor, derivePlace, headFor, isUtgst, type Supply } from './place.ts';

const sale = (more: Partial<Supply> = {}, buyer: Partial<Supply['buyer']> = {}): Supply => ({
  supplier_state: '27',
  supply_type: 'regular',
  nature: 'goods',
  buyer: { registered: true, state: '29', abroad: false, ...buyer },
  delivered_to: null,
  ...more,
});

test.each<[string, Supply, string, 'intra' | 'inter']>([
  ['goods to a registered buyer elsewhere', sale(), '29', 'inter'],
  ['goods delivered within the state, billed elsewhere', sale({ delivered_to: '27' }), '27', 'intra'],
  [
    'billed to 29, delivered to 33 at his direction',
    sale({ delivered_to: '33', on_direction_of_buyer: true }),
    '29',
    'inter',
  ],
  ['a walk-in without address', sale({}, { registered: false, state: null }), '27', 'intra'],
  ['an unregistered buyer with an address elsewhere', sale({}, { registered: false, state: '24' }), '24', 'inter'],
  ['a tourist who takes the goods with him', sale({}, { registered: false, state: null, abroad: true }), '27', 'intra'],
  [
    'goods for the tourist’s friend in Goa',
    sale({ delivered_to: '30' }, { registered: false, state: null, abroad: true }),
    '30',
    'inter',
  ],
  ['a unit in a zone of the same state', sale({ supply_type: 'sez_without_payment' }, { state: '27' }), '27', 'inter'],
  [
    'an export',
    sale({ supply_type: 'export_with_payment' }, { registered: false, state: null, abroad: true }),
    '96',
    'inter',
  ],
  ['a deemed export within the state', sale({ supply_type: 'deemed_export' }, { state: '27' }), '27', 'intra'],
  ['a service to a registered recipient', sale({ nature: 'service' }), '29', 'inter'],
  [
    'a service to somebody without address',
    sale({ nature: 'service' }, { registered: false, state: null }),
    '27',
    'intra',
  ],
  ['a hotel night for a company from elsewhere', sale({ nature: 'service', service_place: 'property' }), '27', 'intra'],
  [
    'a treatment for a patient from elsewhere',
    sale({ nature: 'service', service_place: 'performed' }, { registered: false }),
    '27',
    'intra',
  ],
  ['training of a company', sale({ nature: 'service', service_place: 'training', happens_in: '27' }), '29', 'inter'],
  [
    'training of a person',
    sale({ nature: 'service', service_place: 'training', happens_in: '30' }, { registered: false }),
    '30',
    'inter',
  ],
  ['other territory', sale({ delivered_to: '97' }), '97', 'inter'],
])('%s', (_, supply, place, head) => {
  const found = derivePlace(supply);
  expect(found).toMatchObject({ place_of_supply: place, head });
  expect(found.because).toMatch(/s\.\d+/);
});

test('a place that somebody chose decides the head, but never for zones and exports', () => {
  expect(headFor({ supplier_state: '27', supply_type: 'regular' }, '27')).toBe('intra');
  expect(headFor({ supplier_state: '27', supply_type: 'regular' }, '29')).toBe('inter');
  expect(headFor({ supplier_state: '27', supply_type: 'sez_with_payment' }, '27')).toBe('inter');
});

test('who pays', () => {
  const nobody = { recipient: false, operator: false };
  expect(chargeFor('regular', false, nobody)).toBe('charged');
  expect(chargeFor('regular', false, { ...nobody, recipient: true })).toBe('reverse');
  expect(chargeFor('regular', false, { ...nobody, operator: true })).toBe('operator');
  expect(chargeFor('export_without_payment', false, nobody)).toBe('none');
  expect(chargeFor('sez_with_payment', false, nobody)).toBe('charged');
  expect(chargeFor('regular', true, { ...nobody, operator: true })).toBe('none');
});

test('territories without a legislature have UTGST', () => {
  expect(['04', '26', '31', '35', '38', '97'].every(isUtgst)).toBe(true);
  expect(['07', '34', '01', '27', '96'].some(isUtgst)).toBe(false);
});
