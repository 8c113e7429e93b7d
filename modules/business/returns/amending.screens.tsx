/** Puts right in this month what a filed return told of a document. */
import { states } from '@tenantry/india/states.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Behind } from './returns.schema.ts';

export function Amending({ row, onDone }: { row: Behind; onDone(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [buyer_gstin, setGstin] = useState('');
  const [place_of_supply, setState] = useState('');
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      await place.call('POST /gst-amendments', {
        document_id: row.document_id,
        ...(buyer_gstin.trim() ? { buyer_gstin: buyer_gstin.trim().toUpperCase() } : {}),
        ...(place_of_supply ? { place_of_supply } : {}),
        reason: reason.trim(),
      });
      tell({ text: words('gst.amended', { number: row.number }) });
      onDone();
    } catch (error) {
      const { errors: found, text } = place.faultOf(error);
      const named = Object.fromEntries(found.map(({ pointer, detail }) => [pointer.slice(1), detail]));
      setErrors(found.length > 0 ? named : { reason: text });
    }
  }
  const other = errors.document_id ?? errors.period;
  return (
    <form className="gst-form" onSubmit={(event) => void send(event)}>
      <TextField
        label={words('gst.right_gstin')}
        value={buyer_gstin}
        maxLength={15}
        error={errors.buyer_gstin}
        onChange={({ target }) => setGstin(target.value)}
      />
      <Select
        label={words('gst.right_place')}
        none={words('gst.as_it_was')}
        choices={states.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        value={place_of_supply}
        error={errors.place_of_supply}
        onChange={({ target }) => setState(target.value)}
      />
      <TextField
        label={words('gst.reason')}
        required
        value={reason}
        maxLength={300}
        error={errors.reason ?? other}
        onChange={({ target }) => setReason(target.value)}
      />
      <Button type="submit" kind="main" disabled={!reason.trim()}>
        {words('gst.amend_now')}
      </Button>
      <Button onClick={onDone}>{words('gst.leave')}</Button>
    </form>
  );
}
