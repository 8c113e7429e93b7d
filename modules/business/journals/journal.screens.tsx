/** One voucher: written by hand, or both sides of one that is there. */

import { listenToKeys } from '@tenantry/ui/form/form_keys.ts';
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { type Aside, PutAside, useKept, usePutAway } from '@tenantry/ui/page/aside.tsx';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Account } from '../accounts/accounts.schema.ts';
import type { BankLine } from '../bank-lines/bank-lines.schema.ts';
import { Drill } from '../reports/frame.screens.tsx';
import { pageOf } from '../reports/ledger.screens.tsx';
import type { Journal } from './journals.schema.ts';
import { EMPTY, type Side, SideFields, sideInput } from './side_fields.screens.tsx';
import '../reports/reports.css';
import '../payments/payments.css';

/** Money that went out leaves the bank for another account; what came in comes from one. */
function sidesOf(line: BankLine | null): Side[] {
  if (!line) return [EMPTY(1), EMPTY(2)];
  const amount = Math.abs(line.amount);
  const [from, to] = [{ credit: amount }, { debit: amount }];
  return [
    { ...EMPTY(1), ...(line.amount < 0 ? to : from) },
    { ...EMPTY(2), account_id: line.account_id, ...(line.amount < 0 ? from : to) },
  ];
}

const sum = (sides: readonly Side[], name: 'debit' | 'credit'): number =>
  sides.reduce((all, side) => all + Math.round((side[name] ?? 0) * 100), 0) / 100;

/** What was typed and is not posted yet. */
interface Begun {
  date: string;
  narration: string;
  sides: Side[];
}

/** `line`: what the bank did, such as its charges; both sides of it begin with that. */
function JournalForm({ line, aside }: { line: BankLine | null; aside: Aside<Begun> }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { begun } = aside;
  const [date, setDate] = useState(begun?.date ?? line?.date ?? place.today);
  const [narration, setNarration] = useState(begun?.narration ?? line?.description.slice(0, 300) ?? '');
  const [sides, setSides] = useState<Side[]>(() => begun?.sides ?? sidesOf(line));
  const now = useMemo<Begun>(() => ({ date, narration, sides }), [date, narration, sides]);
  const saving = useSaving();
  const accounts = useLoaded<Account[]>('GET /accounts', { is_active: 'true', limit: 200 }).data ?? [];
  const set = (key: number, change: Partial<Side>): void =>
    setSides((before) => before.map((side) => (side.key === key ? { ...side, ...change } : side)));
  const add = (): void => setSides((before) => [...before, EMPTY(Math.max(...before.map(({ key }) => key)) + 1)]);
  const kept = sides.filter(({ account_id, debit, credit }) => account_id || debit || credit);
  useKept(aside, now, () => (narration || kept.length > 0 ? now : null));
  const putAway = usePutAway(aside, 'journals');
  function store(): void {
    const lines = kept.map(sideInput);
    void saving.run(async () => {
      const { data } = await place.call<Journal>('POST /journals', { date, narration: narration.trim(), lines });
      await aside.drop();
      tell({ text: words('journals.posted', { number: data.number ?? '' }) });
      // It is told for now: nothing else has to be found for it.
      if (line) await place.call('POST /bank-lines/{bank_line}/ignore', { bank_line: line.id });
      place.go(`/journals/${data.id}`, { replace: true });
    });
  }
  const latest = useRef({ store, add });
  latest.current = { store, add };
  const keys = useMemo<PageKey[]>(
    () => [
      { keys: 'ctrl+Enter', label: 'journals.post', bar: true, run: () => latest.current.store() },
      { keys: 'alt+a', label: 'journals.add_side', bar: true, run: () => latest.current.add() },
    ],
    [],
  );
  place.useKeys(keys);
  const general = saving.refused ?? saving.errorOf('lines');
  return (
    <form
      className="payment-form"
      onKeyDown={(event) => listenToKeys(event, { save: store })}
      onSubmit={(event) => {
        event.preventDefault();
        store();
      }}
    >
      <header className="payment-head">
        <h1>{words('journals.new')}</h1>
        <Button onClick={() => place.go('/journals/openings')}>{words('journals.openings')}</Button>
        <Button disabled={saving.isBusy} onClick={() => void putAway(words('journals.discarded'))}>
          {words('journals.discard')}
        </Button>
        <Button type="submit" kind="main" keys="Ctrl ↵">
          {words('journals.post')}
        </Button>
      </header>
      {general ? <Banner kind="bad" title={general} /> : null}
      <div className="payment-fields">
        <DateField
          label={words('journals.date')}
          value={date}
          today={place.today}
          error={saving.errorOf('date')}
          onChange={setDate}
        />
        <TextField
          label={words('journals.narration')}
          required
          value={narration}
          maxLength={300}
          error={saving.errorOf('narration')}
          onChange={({ target }) => setNarration(target.value)}
        />
      </div>
      {sides.map((side) => (
        <SideFields
          key={side.key}
          side={side}
          accounts={accounts}
          errorOf={saving.errorOf}
          index={kept.indexOf(side)}
          onChange={(change) => set(side.key, change)}
        />
      ))}
      <div className="payment-head">
        <Button keys="Alt A" onClick={add}>
          {words('journals.add_side')}
        </Button>
        <p aria-live="polite">
          {words('journals.sums', { debit: money(sum(sides, 'debit')), credit: money(sum(sides, 'credit')) })}
        </p>
      </div>
    </form>
  );
}

function Voucher({ journal, onChanged }: { journal: Journal; onChanged(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [reason, setReason] = useState<string | null>(null);
  const [fault, setFault] = useState<string | undefined>();
  const mayReverse = journal.source === 'journals' && !journal.reverses && place.allows('journals.reverse');
  async function reverse(): Promise<void> {
    try {
      const { data } = await place.call<Journal>('POST /journals/{journal}/reverse', { journal: journal.id, reason });
      tell({ text: words('journals.reversed') });
      place.go(`/journals/${data.id}`);
      onChanged();
    } catch (error) {
      setFault(place.faultOf(error).text);
    }
  }
  return (
    <div className="report">
      <header className="report-head">
        <div>
          <h1>{words('journals.title', { number: journal.number ?? words(`journals.kind_${journal.kind}`) })}</h1>
          <p className="dim">
            {day(journal.date)} · {journal.narration}
          </p>
        </div>
        <div className="report-acts">
          {journal.source === 'journals' ? null : (
            <Drill to={pageOf({ ...journal, journal_id: journal.id })}>{words('journals.record')}</Drill>
          )}
          {mayReverse && reason === null ? (
            <Button onClick={() => setReason('')}>{words('journals.reverse')}</Button>
          ) : null}
        </div>
      </header>
      {reason !== null ? (
        <form
          className="payment-act"
          onSubmit={(event) => {
            event.preventDefault();
            void reverse();
          }}
        >
          <TextField
            label={words('journals.reason')}
            required
            autoFocus
            value={reason}
            maxLength={300}
            error={fault}
            onChange={({ target }) => setReason(target.value)}
          />
          <Button type="submit" kind="main" disabled={!reason.trim()}>
            {words('journals.reverse')}
          </Button>
        </form>
      ) : null}
      <div className="report-body">
        <table className="report-table">
          <thead>
            <tr>
              <th scope="col">{words('journals.account')}</th>
              <th scope="col">{words('journals.debit')}</th>
              <th scope="col">{words('journals.credit')}</th>
            </tr>
          </thead>
          <tbody>
            {journal.lines.map((line) => (
              <tr key={line.line}>
                <th scope="row">
                  <Drill to={`/reports/ledger/${line.account_id}`}>{line.account_name}</Drill>
                  {line.party_name ? <small> {line.party_name}</small> : null}
                </th>
                <td>{line.debit ? money(line.debit) : ''}</td>
                <td>{line.credit ? money(line.credit) : ''}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words('journals.amount')}</th>
              <td>{money(journal.amount)}</td>
              <td>{money(journal.amount)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  );
}

export default function JournalScreen({ params }: ScreenProps): ReactNode {
  const words = useWords();
  const id = params.id ?? 'new';
  const { line: named = '' } = usePlace().search;
  const line = useLoaded<BankLine>(id === 'new' && named ? 'GET /bank-lines/{bank_line}' : null, { bank_line: named });
  const loaded = useLoaded<Journal>(id === 'new' ? null : 'GET /journals/{journal}', { journal: id });
  if (id === 'new' && named && !line.data && !line.fault) return <p aria-busy="true">{words('journals.loading')}</p>;
  if (id === 'new')
    return (
      <PutAside<Begun> under={`journals/${line.data ? `of-${line.data.id}` : 'new'}`}>
        {(aside) => <JournalForm line={line.data} aside={aside} />}
      </PutAside>
    );
  if (loaded.fault && !loaded.data) return <Banner kind="bad" title={loaded.fault.text} />;
  if (!loaded.data) return <p aria-busy="true">{words('journals.loading')}</p>;
  return <Voucher key={id} journal={loaded.data} onChanged={loaded.again} />;
}
