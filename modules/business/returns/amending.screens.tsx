/** Puts right in this month what a filed return told of a document. */
import { states } from '@tenantry/india/states.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Behind } from './returns.schema.ts';

export function Amending({ row, onDone }: { row: Behind; onDone(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [buyer_gstin, setGstin] = useState('');
  const [place_of_supply, setState] = useState('');
  const [reason, setReason] = useState('');
  const saving = useSaving(['buyer_gstin', 'place_of_supply', 'reason']);
  function send(event: FormEvent): void {
    event.preventDefault();
    void saving.run(async () => {
      await place.call('POST /gst-amendments', {
        document_id: row.document_id,
        ...(buyer_gstin.trim() ? { buyer_gstin: buyer_gstin.trim().toUpperCase() } : {}),
        ...(place_of_supply ? { place_of_supply } : {}),
        reason: reason.trim(),
      });
      tell({ text: words('gst.amended', { number: row.number }) });
      onDone();
    });
  }
  return (
    <form className="gst-form" onSubmit={send}>
      <TextField
        label={words('gst.right_gstin')}
        value={buyer_gstin}
        maxLength={15}
        error={saving.errorOf('buyer_gstin')}
        onChange={({ target }) => setGstin(target.value)}
      />
      <Select
        label={words('gst.right_place')}
        none={words('gst.as_it_was')}
        choices={states.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        value={place_of_supply}
        error={saving.errorOf('place_of_supply')}
        onChange={({ target }) => setState(target.value)}
      />
      <TextField
        label={words('gst.reason')}
        required
        value={reason}
        maxLength={300}
        error={saving.errorOf('reason')}
        onChange={({ target }) => setReason(target.value)}
      />
      <Refusal text={saving.refused} />
      <Button type="submit" kind="main" disabled={!reason.trim()}>
        {words('gst.amend_now')}
      </Button>
      <Button onClick={onDone}>{words('gst.leave')}</Button>
    </form>
  );
}
