/** Taking a statement in: the account, the file, and what came of it. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { FileField } from '@tenantry/ui/parts/file_field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Account } from '../accounts/accounts.schema.ts';
import type { Taken } from './bank-lines.schema.ts';
import '../payments/payments.css';

export default function StatementScreen(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const accounts = useLoaded<Account[]>('GET /accounts', { class: 'bank', is_active: 'true', limit: 200 }).data ?? [];
  const [chosen, setChosen] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const account_id = chosen || accounts[0]?.id || '';
  async function take(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (!file) return;
    const form = new FormData();
    form.append('account_id', account_id);
    form.append('file', file);
    try {
      setTaken((await place.upload<Taken>('POST /bank-lines/import', {}, form)).data);
      setFault(null);
    } catch (error) {
      const { text, errors } = place.faultOf(error);
      setFault(errors.map(({ detail }) => detail).join(' ') || text);
    }
  }
  return (
    <form className="payment-form" onSubmit={(event) => void take(event)}>
      <header className="payment-head">
        <h1>{words('bank-lines.import_title')}</h1>
        <Button type="submit" kind="main" disabled={!file || !account_id}>
          {words('bank-lines.take')}
        </Button>
      </header>
      {fault ? <Banner kind="bad" title={fault} /> : null}
      <div className="payment-fields">
        <Select
          label={words('bank-lines.account_name')}
          choices={accounts.map(({ id, name }) => ({ value: id, label: name }))}
          value={account_id}
          onChange={({ target }) => setChosen(target.value)}
        />
        <FileField
          label={words('bank-lines.file')}
          hint={words('bank-lines.file_hint')}
          accept=".csv,.xlsx"
          onFiles={(files) => setFile(files[0] ?? null)}
        />
      </div>
      {taken ? (
        <div role="status">
          <p>{words('bank-lines.taken', { added: taken.added, known: taken.known })}</p>
          {taken.faults.map(({ row, detail }) => (
            <p key={row} className="payment-late">
              {words('bank-lines.row', { row })} {detail}
            </p>
          ))}
          <Button onClick={() => place.go('/bank-lines', { search: { status: 'open' } })}>
            {words('bank-lines.to_open')}
          </Button>
        </div>
      ) : null}
    </form>
  );
}
