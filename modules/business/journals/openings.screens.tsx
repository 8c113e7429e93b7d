/** The balances that the books begin with: of accounts, of customers and vendors, on the day that is chosen. */

import { listenToKeys } from '@tenantry/ui/form/form_keys.ts';
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useMemo, useRef, useState } from 'react';
import type { Account } from '../accounts/accounts.schema.ts';
import type { Journal, PartyOpening } from './journals.schema.ts';
import { EMPTY, type Side, SideFields, sideInput, worth } from './side_fields.screens.tsx';
import '../payments/payments.css';
import '../reports/reports.css';

export default function OpeningsScreen(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [date, setDate] = useState(place.today);
  const [sides, setSides] = useState<Side[]>([EMPTY(1)]);
  const [withParties, setWithParties] = useState(true);
  const saving = useSaving();
  const accounts = useLoaded<Account[]>('GET /accounts', { is_active: 'true', limit: 200 }).data ?? [];
  const left = useLoaded<PartyOpening[]>('GET /journals/openings');
  const posted = useLoaded<Journal[]>('GET /journals', { kind: 'opening', limit: 50 });
  const parties = left.data ?? [];
  const kept = sides.filter(({ account_id, debit, credit }) => account_id || debit || credit);
  const add = (): void => setSides((before) => [...before, EMPTY(Math.max(...before.map(({ key }) => key)) + 1)]);
  function post(event?: FormEvent): void {
    event?.preventDefault();
    const lines = kept.map(sideInput);
    void saving.run(async () => {
      const given = { date, lines, parties: withParties && parties.length > 0 };
      const { data } = await place.call<Journal>('POST /journals/openings', given);
      tell({ text: words('journals.posted', { number: data.number ?? '' }) });
      place.go(`/journals/${data.id}`);
    });
  }
  const latest = useRef({ post, add });
  latest.current = { post, add };
  const keys = useMemo<PageKey[]>(
    () => [
      { keys: 'ctrl+Enter', label: 'journals.post_openings', bar: true, run: () => latest.current.post() },
      { keys: 'alt+a', label: 'journals.add_balance', bar: true, run: () => latest.current.add() },
    ],
    [],
  );
  place.useKeys(keys);
  const own = kept.reduce((sum, side) => sum + worth(side), 0);
  const theirs = withParties ? parties.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0) : 0;
  const general = saving.refused ?? saving.errorOf('lines');
  return (
    <form className="payment-form" onKeyDown={(event) => listenToKeys(event, { save: () => post() })} onSubmit={post}>
      <header className="payment-head">
        <div>
          <h1>{words('journals.openings')}</h1>
          <p className="dim">{words('journals.openings_about')}</p>
        </div>
        <Button type="submit" kind="main" keys="Ctrl ↵">
          {words('journals.post_openings')}
        </Button>
      </header>
      {general ? <Banner kind="bad" title={general} /> : null}
      <div className="payment-fields">
        <DateField
          label={words('journals.openings_on')}
          hint={words('journals.openings_on_hint')}
          value={date}
          today={place.today}
          error={saving.errorOf('date')}
          onChange={setDate}
        />
      </div>
      {sides.map((side) => (
        <SideFields
          key={side.key}
          side={side}
          accounts={accounts}
          errorOf={saving.errorOf}
          index={kept.indexOf(side)}
          onChange={(change) =>
            setSides((before) => before.map((one) => (one.key === side.key ? { ...one, ...change } : one)))
          }
        />
      ))}
      <div className="payment-head">
        <Button keys="Alt A" onClick={add}>
          {words('journals.add_balance')}
        </Button>
        <p aria-live="polite">{words('journals.opening_rest', { amount: money(-(own + theirs) / 100) })}</p>
      </div>
      {parties.length > 0 ? (
        <>
          <Checkbox
            label={words('journals.with_parties', { count: parties.length })}
            hint={words('journals.with_parties_hint')}
            checked={withParties}
            onChange={({ target }) => setWithParties(target.checked)}
          />
          {withParties ? (
            <table className="payment-open">
              <caption>{words('journals.parties')}</caption>
              <tbody>
                {parties.slice(0, 100).map(({ party_id, party_name, kind, amount }) => (
                  <tr key={party_id}>
                    <th scope="row">
                      <AppLink to={`/${kind}s/${party_id}`}>{party_name}</AppLink>
                    </th>
                    <td className="figure">{money(amount)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ) : null}
        </>
      ) : null}
      {posted.data && posted.data.length > 0 ? (
        <table className="payment-open">
          <caption>{words('journals.openings_posted')}</caption>
          <tbody>
            {posted.data.map(({ id, number, date: on, amount }) => (
              <tr key={id}>
                <th scope="row">
                  <AppLink to={`/journals/${id}`}>{number}</AppLink>
                </th>
                <td>{day(on)}</td>
                <td className="figure">{money(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </form>
  );
}
