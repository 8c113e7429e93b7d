/** Fields in all their states. */
import { type ReactNode, useState } from 'react';
import { Checkbox, RadioGroup, Switch } from '../../src/parts/choice_field.tsx';
import { ColourField } from '../../src/parts/colour_field.tsx';
import { ComboBox, type Option } from '../../src/parts/combo_box.tsx';
import { DateField } from '../../src/parts/date_field.tsx';
import { FileField } from '../../src/parts/file_field.tsx';
import { NumberField } from '../../src/parts/number_field.tsx';
import { Select, TextArea, TextField } from '../../src/parts/text_field.tsx';

const UNITS = [
  { value: 'NOS', label: 'NOS, numbers' },
  { value: 'KGS', label: 'KGS, kilograms' },
  { value: 'BOX', label: 'BOX, boxes', disabled: true },
];

export function TextFields(): ReactNode {
  return (
    <div className="gallery-fields">
      <TextField label="Name" required defaultValue="Sri Lakshmi Traders" />
      <TextField label="GSTIN" hint="15 characters; fills state and PAN." placeholder="29ABCDE1234F1Z5" />
      <TextField
        label="Mail address"
        type="email"
        defaultValue="owner@"
        error="Give an address such as name@example.in."
      />
      <TextField label="Number" defaultValue="INV/26-27/0001" readOnly />
      <TextField label="Branch" defaultValue="Main" disabled />
      <TextArea label="Notes" hint="Printed below the lines." defaultValue={'Goods once sold\nare not taken back.'} />
      <Select label="Unit" choices={UNITS} none="–" defaultValue="KGS" />
      <Select label="State" choices={UNITS} none="–" error="Choose one of the list." />
    </div>
  );
}

export function Figures(): ReactNode {
  const [amount, setAmount] = useState<number | null>(285847.15);
  const [quantity, setQuantity] = useState<number | null>(12.5);
  const [days, setDays] = useState<number | null>(null);
  return (
    <div className="gallery-fields">
      <NumberField label="Amount" kind="money" value={amount} onChange={setAmount} />
      <NumberField label="Quantity" kind="quantity" unit="KGS" value={quantity} onChange={setQuantity} />
      <NumberField label="GST" kind="percent" value={18} onChange={() => undefined} disabled />
      <NumberField
        label="Terms"
        kind="whole"
        unit="days"
        value={days}
        onChange={setDays}
        required
        error="Fill this in."
      />
      <output className="gallery-said">{JSON.stringify([amount, quantity, days])}</output>
    </div>
  );
}

export function Choices(): ReactNode {
  const [kind, setKind] = useState<string | null>('goods');
  const choices = [
    { value: 'goods', label: 'Goods' },
    { value: 'service', label: 'Service', hint: 'SAC instead of HSN' },
    { value: 'gone', label: 'Work contract', disabled: true },
  ];
  return (
    <div className="gallery-fields">
      <RadioGroup label="Kind" choices={choices} value={kind} onChange={setKind} />
      <Checkbox label="Prices include tax" defaultChecked />
      <Checkbox label="All 787 invoices" mixed />
      <Checkbox label="I have read the terms" required error="Tick this to go on." />
      <Checkbox label="Locked" disabled defaultChecked />
      <Switch label="Single keys" hint="N, E and others act at once." defaultChecked />
      <Switch label="Mail me a digest" />
    </div>
  );
}

export function Others(): ReactNode {
  const [colour, setColour] = useState('#7a1f2b');
  const [names, setNames] = useState('');
  return (
    <div className="gallery-fields">
      <ColourField label="Colour" value={colour} onChange={setColour} />
      <ColourField label="Second colour" value="blue" onChange={setColour} error="Give a colour as #rrggbb." />
      <FileField
        label="Logo"
        accept="image/*"
        largest={2_000_000}
        onFiles={(files) => setNames(String(files.length))}
      />
      <output className="gallery-said">{names}</output>
    </div>
  );
}

const CUSTOMERS: Option[] = [
  { id: '1', label: 'Deccan Auto Spares', note: '36-Telangana' },
  { id: '2', label: 'Patel Hardware Mart', note: '27-Maharashtra' },
  { id: '3', label: 'Kaveri Agro Foods', note: '24-Gujarat' },
  { id: '4', label: 'Himalaya Paper Mills' },
];

async function find(typed: string): Promise<Option[]> {
  await new Promise((done) => setTimeout(done, 40));
  if (typed === 'broken') throw new Error('no network');
  return CUSTOMERS.filter(({ label }) => label.toLowerCase().includes(typed.toLowerCase()));
}

export function Combos(): ReactNode {
  const [customer, setCustomer] = useState<Option | null>(null);
  const [made, setMade] = useState('');
  return (
    <div className="gallery-fields">
      <ComboBox label="Customer" value={customer} onChange={setCustomer} find={find} onCreate={setMade} required />
      <ComboBox
        label="Vendor"
        value={CUSTOMERS[3] ?? null}
        onChange={() => undefined}
        find={find}
        error="Choose another."
      />
      <ComboBox label="Branch" value={null} onChange={() => undefined} find={find} disabled />
      <output className="gallery-said">{`${customer?.label ?? 'nobody'}, made ${made || 'none'}`}</output>
    </div>
  );
}

export function Dates(): ReactNode {
  const [date, setDate] = useState('2026-11-21');
  return (
    <div className="gallery-fields">
      <DateField label="Date" value={date} onChange={setDate} today="2026-11-21" least="2026-04-01" most="2027-03-31" />
      <DateField
        label="Due date"
        value=""
        onChange={setDate}
        today="2026-11-21"
        weekStart="sun"
        error="Fill this in."
        required
      />
      <DateField label="Locked" value="2026-04-01" onChange={setDate} today="2026-11-21" disabled />
      <output className="gallery-said">{date}</output>
    </div>
  );
}
