/** Where goods go when that is not the customer's own address: one of his further addresses, or another one. */
import { states } from '@tenantry/india/states.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Party } from '../parties/parties.schema.ts';
import type { ShipTo } from './ship_to.ts';

interface ShipToFieldsProps {
  /** The customer is null until somebody is chosen. */
  of: { customer: { id: string; label: string } | null; ship_to?: ShipTo | null };
  onChange(value: ShipTo | null): void;
  errorOf(field: string): string | undefined;
}

const OTHER = 'other';
const STATES = states.map(({ code, name }) => ({ value: code, label: name }));
const TYPED = ['name', 'address_line1', 'address_line2', 'city', 'pincode'] as const;

export function ShipToFields({ of, onChange, errorOf }: ShipToFieldsProps): ReactNode {
  const { customer, ship_to: value = null } = of;
  const words = useWords();
  const place = usePlace();
  const mayLook = customer !== null && place.allows('customers.read');
  const { data } = useLoaded<Party>(mayLook ? 'GET /customers/{customer}' : null, { customer: customer?.id });
  const addresses = data && data.id === customer?.id ? data.addresses : [];
  const same = (index: number): boolean =>
    value?.address_line1 === (addresses[index]?.address_line1 ?? null) &&
    value?.city === (addresses[index]?.city ?? null);
  const at = value ? addresses.findIndex((_, index) => same(index)) : -1;
  const choose = (chosen: string): void => {
    if (chosen === '') {
      onChange(null);
      return;
    }
    const { address_line1, address_line2, city, state, pincode, phone } = addresses[Number(chosen)] ?? {};
    onChange({
      name: customer?.label ?? '',
      address_line1: address_line1 ?? null,
      address_line2: address_line2 ?? null,
      city: city ?? null,
      state: state ?? null,
      pincode: pincode ?? null,
      phone: phone ?? null,
    });
  };
  const set = (change: Partial<ShipTo>): void => {
    if (value) onChange({ ...value, ...change });
  };
  return (
    <>
      <Select
        label={words('documents.ship_to')}
        none={words('documents.ship_to_own')}
        choices={[
          ...addresses.map(({ label, city }, index) => ({
            value: String(index),
            label: city ? `${label}, ${city}` : label,
          })),
          { value: OTHER, label: words('documents.ship_to_other') },
        ]}
        value={value === null ? '' : at < 0 ? OTHER : String(at)}
        onChange={({ target }) => choose(target.value)}
        error={errorOf('ship_to')}
      />
      {value ? (
        <>
          {TYPED.map((field) => (
            <TextField
              key={field}
              label={words(`documents.ship_to_${field}`)}
              value={value[field] ?? ''}
              maxLength={field === 'pincode' ? 12 : field === 'city' ? 100 : 200}
              onChange={({ target }) => set({ [field]: field === 'name' ? target.value : target.value || null })}
              error={errorOf(`ship_to/${field}`)}
            />
          ))}
          <Select
            label={words('documents.ship_to_state')}
            none={words('documents.ship_to_no_state')}
            choices={STATES}
            value={value.state ?? ''}
            onChange={({ target }) => set({ state: target.value || null })}
            error={errorOf('ship_to/state')}
          />
        </>
      ) : null}
    </>
  );
}
