/** A form as a screen declares it, over a schema as the server publishes it. */
import { type ReactNode, useState } from 'react';
import type { Drafts } from '../../src/form/drafts.ts';
import type { RecordSchema } from '../../src/form/schema.ts';
import { SchemaForm } from '../../src/form/schema_form.tsx';
import type { FormValues } from '../../src/form/values.ts';

const SCHEMA: RecordSchema = {
  type: 'object',
  required: ['name', 'kind'],
  properties: {
    name: { type: 'string', maxLength: 200 },
    kind: { type: 'string', enum: ['goods', 'service'] },
    hsn: { type: ['string', 'null'], maxLength: 12 },
    sale_price: { type: ['number', 'null'], minimum: 0, 'x-scale': 4 },
    opening_balance: { type: 'number', 'x-money': true },
    since: { type: ['string', 'null'], format: 'date' },
    email: { type: ['string', 'null'], format: 'email' },
    is_active: { type: 'boolean' },
    notes: { type: ['string', 'null'], maxLength: 2000 },
  },
};

const KEPT = 'gallery-form';
const drafts: Drafts = {
  load: async () => JSON.parse(localStorage.getItem(KEPT) ?? 'null') as FormValues | null,
  save: async (values) => localStorage.setItem(KEPT, JSON.stringify(values)),
  drop: async () => localStorage.removeItem(KEPT),
};

export function ProductForm(): ReactNode {
  const [sent, setSent] = useState('nothing');
  return (
    <>
      <SchemaForm
        schema={SCHEMA}
        drafts={drafts}
        today="2026-11-21"
        verb="Save product"
        onBack={() => setSent('back')}
        onSubmit={async (given) => {
          if (given.name === 'Bolt')
            return [
              { pointer: '/name', detail: 'There is a Bolt already.' },
              { pointer: '', detail: 'Nothing was saved.' },
            ];
          setSent(JSON.stringify(given));
          return undefined;
        }}
        fields={[
          {
            title: 'Product',
            fields: [
              { name: 'name', label: 'Name' },
              {
                name: 'kind',
                label: 'Kind',
                choices: [
                  { value: 'goods', label: 'Goods' },
                  { value: 'service', label: 'Service' },
                ],
              },
              { name: 'hsn', label: 'HSN or SAC', hint: '4, 6 or 8 digits' },
              { name: 'sale_price', label: 'Sale price' },
            ],
          },
          {
            title: 'Books',
            fields: [
              { name: 'opening_balance', label: 'Opening balance' },
              { name: 'since', label: 'Since' },
              { name: 'email', label: 'Mail address' },
              { name: 'is_active', label: 'In use' },
              { name: 'notes', label: 'Notes', wide: true },
            ],
          },
        ]}
      />
      <output className="gallery-said">{sent}</output>
    </>
  );
}
