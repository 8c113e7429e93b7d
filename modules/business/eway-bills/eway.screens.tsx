/** The e-way bill of an invoice or a challan: whether its goods need one, the file for the portal, what the portal gave, and its vehicles. */
import { moment } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { type Saving, useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import { EWAY_MARKS } from './eway_marks.screens.tsx';
import type { EwayBill, Need } from './eway-bills.schema.ts';
import '../payments/payments.css';

const MODES = ['road', 'rail', 'air', 'ship'] as const;
const REASONS = {
  vehicle: ['breakdown', 'trans_shipment', 'other', 'first_time'],
  extend: ['natural_calamity', 'law_and_order', 'trans_shipment', 'accident', 'other'],
  cancel: ['duplicate', 'order_cancelled', 'data_entry', 'other'],
} as const;
type Act = keyof typeof REASONS;

/** Fields at which a form of an e-way bill says what is wrong. */
const AT = ['number', 'distance_km', 'vehicle_number', 'transport_number', 'reason'];

function useSending(): Saving & { send(call: string, input: Record<string, unknown>): Promise<boolean> } {
  const place = usePlace();
  const saving = useSaving(AT);
  return {
    ...saving,
    send: (call, input) =>
      saving.run(async () => {
        tell({ text: (await place.call<EwayBill>(call, input)).message });
      }),
  };
}

/** With what the goods travel. */
function Travel({ mode, number, errorOf, onMode, onNumber }: TravelProps): ReactNode {
  const words = useWords();
  const isRoad = mode === 'road';
  return (
    <>
      <Select
        label={words('documents.eway_mode')}
        value={mode}
        choices={MODES.map((value) => ({ value, label: words(`documents.eway_mode_${value}`) }))}
        onChange={({ target }) => onMode(target.value)}
      />
      <TextField
        label={words(isRoad ? 'documents.eway_vehicle_number' : 'documents.eway_transport_number')}
        value={number}
        maxLength={isRoad ? 20 : 15}
        error={errorOf('vehicle_number') ?? errorOf('transport_number')}
        onChange={({ target }) => onNumber(target.value)}
      />
    </>
  );
}

interface TravelProps {
  mode: string;
  number: string;
  errorOf: Saving['errorOf'];
  onMode(mode: string): void;
  onNumber(number: string): void;
}

const travelOf = (mode: string, number: string): Record<string, string> => ({
  mode,
  ...(number.trim() ? { [mode === 'road' ? 'vehicle_number' : 'transport_number']: number.trim() } : {}),
});

type Moved = 'invoice' | 'challan';

function Recording({ one, document_id, onDone }: { one: Moved; document_id: string; onDone(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [number, setNumber] = useState('');
  const [distance, setDistance] = useState<number | null>(null);
  const [mode, setMode] = useState('road');
  const [vehicle, setVehicle] = useState('');
  const { errorOf, refused, send } = useSending();
  const need = useLoaded<Need>(`GET /${one}s/{${one}}/eway-need`, {
    [one]: document_id,
    ...(distance ? { distance_km: distance } : {}),
  }).data;
  async function record(event: FormEvent): Promise<void> {
    event.preventDefault();
    const given = { [one]: document_id, number: number.replaceAll(/\D/g, ''), distance_km: distance ?? 0 };
    const call = one === 'invoice' ? 'POST /eway-bills' : 'POST /challans/{challan}/eway-bill';
    if (await send(call, { ...given, ...travelOf(mode, vehicle) })) onDone();
  }
  const download = (): void =>
    void place
      .call<object>(`GET /${one}s/{${one}}/eway-bill`, {
        [one]: document_id,
        ...(vehicle.trim() ? travelOf(mode, vehicle) : {}),
        ...(distance ? { distance_km: distance } : {}),
      })
      .then(({ data }) => saveJson(data, 'eway-bill.json'))
      .catch((error: unknown) => {
        const { errors: found, text } = place.faultOf(error);
        tell({ text: found.map(({ detail }) => detail).join(' ') || text });
      });
  return (
    <>
      <p className="dim">
        {need ? words(need.is_needed ? 'documents.eway_needed' : 'documents.eway_not_needed') : ''} {need?.because}{' '}
        {need?.days ? words('documents.eway_days', { days: need.days }) : ''}
      </p>
      <form className="payment-act" onSubmit={(event) => void record(event)}>
        <NumberField
          label={words('documents.eway_distance')}
          kind="whole"
          value={distance}
          error={errorOf('distance_km')}
          onChange={setDistance}
        />
        <Travel mode={mode} number={vehicle} errorOf={errorOf} onMode={setMode} onNumber={setVehicle} />
        <TextField
          label={words('documents.eway_number')}
          value={number}
          maxLength={15}
          inputMode="numeric"
          error={errorOf('number')}
          onChange={({ target }) => setNumber(target.value)}
        />
        <Refusal text={refused} />
        <Button type="submit" kind="main" disabled={!number.trim() || !distance}>
          {words('documents.eway_record')}
        </Button>
        <Button onClick={download}>{words('documents.eway_file')}</Button>
      </form>
    </>
  );
}

/** Hands a file to the person that the page itself has. */
function saveJson(content: object, name: string): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function Acting({ bill, act, onDone, onLeave }: { bill: EwayBill; act: Act; onDone(): void; onLeave(): void }) {
  const words = useWords();
  const [reason, setReason] = useState<string>(bill.status === 'part_a' ? 'first_time' : REASONS[act][0]);
  const [mode, setMode] = useState('road');
  const [vehicle, setVehicle] = useState('');
  const [distance, setDistance] = useState<number | null>(null);
  const { errorOf, refused, send } = useSending();
  async function run(event: FormEvent): Promise<void> {
    event.preventDefault();
    const more = { vehicle: travelOf(mode, vehicle), extend: { distance_km: distance ?? 0 }, cancel: {} }[act];
    if (await send(`POST /eway-bills/{eway_bill}/${act}`, { eway_bill: bill.id, reason, ...more })) onDone();
  }
  return (
    <form className="payment-act" onSubmit={(event) => void run(event)}>
      {act === 'vehicle' ? (
        <Travel mode={mode} number={vehicle} errorOf={errorOf} onMode={setMode} onNumber={setVehicle} />
      ) : null}
      {act === 'extend' ? (
        <NumberField
          label={words('documents.eway_left')}
          kind="whole"
          value={distance}
          error={errorOf('distance_km')}
          onChange={setDistance}
        />
      ) : null}
      <Select
        label={words('documents.eway_reason')}
        value={reason}
        choices={REASONS[act].map((value) => ({ value, label: words(`documents.eway_reason_${value}`) }))}
        error={errorOf('reason')}
        onChange={({ target }) => setReason(target.value)}
      />
      <Refusal text={refused} />
      <Button type="submit" kind={act === 'cancel' ? 'danger' : 'main'} disabled={act === 'extend' && !distance}>
        {words(`documents.eway_${act}`)}
      </Button>
      <Button onClick={onLeave}>{words('documents.keep')}</Button>
    </form>
  );
}

/** A bill with what may be done with it. */
export function Recorded({ bill, onChanged }: { bill: EwayBill; onChanged(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [act, setAct] = useState<Act | null>(null);
  const last = bill.vehicles.at(-1);
  const acts: Act[] = bill.valid_until ? ['vehicle', 'extend', 'cancel'] : ['vehicle', 'cancel'];
  return (
    <>
      <p>
        <strong>{bill.number.replace(/(\d{4})(?=\d)/g, '$1 ')}</strong>{' '}
        <StatusMark mark={EWAY_MARKS[bill.state]} word={words(`eway-bills.state_${bill.state}`)} />
      </p>
      <p className="dim">
        {bill.valid_until
          ? words('documents.eway_until', { moment: moment(bill.valid_until, place.zone) })
          : words('documents.eway_waits')}{' '}
        {last
          ? `${words(`documents.eway_mode_${last.mode}`)} ${last.vehicle_number ?? last.transport_number ?? ''}`
          : ''}
      </p>
      {act ? (
        <Acting key={act} bill={bill} act={act} onDone={onChanged} onLeave={() => setAct(null)} />
      ) : bill.status !== 'cancelled' && place.allows('eway-bills.write') ? (
        <ButtonRow>
          {acts.map((one) => (
            <Button key={one} onClick={() => setAct(one)}>
              {words(`documents.eway_${one}`)}
            </Button>
          ))}
        </ButtonRow>
      ) : null}
    </>
  );
}

export default function Eway({ one, document_id }: { one: Moved; document_id: string }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data, again } = useLoaded<EwayBill[]>('GET /eway-bills', { document_id });
  const [isOpen, setOpen] = useState(false);
  if (!data) return null;
  const standing = data.find(({ status }) => status !== 'cancelled');
  return (
    <section className="payment-eway" aria-label={words('documents.eway')}>
      <h2>{words('documents.eway')}</h2>
      {standing ? <Recorded key={standing.version} bill={standing} onChanged={again} /> : null}
      {!standing && isOpen ? <Recording one={one} document_id={document_id} onDone={again} /> : null}
      {!standing && !isOpen && place.allows('eway-bills.write') ? (
        <Button onClick={() => setOpen(true)}>{words('documents.eway_open')}</Button>
      ) : null}
    </section>
  );
}
