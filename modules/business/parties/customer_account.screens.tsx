/** How a customer stands, on his page: what is open and for how long, what he has left, his statement, and reminders. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import type { PageRecord } from '@tenantry/ui/page/resource.ts';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import { Reminders } from '../reminders/reminders.screens.tsx';
import { Drill } from '../reports/frame.screens.tsx';
import type { AccountStanding } from '../reports/reports.schema.ts';
import { StatementActs } from '../statements/statement_acts.screens.tsx';
import '../payments/payments.css';
import './customer_account.css';

const BUCKETS = ['not_due', 'days_30', 'days_60', 'days_90', 'older'] as const;

export default function CustomerAccount({ record: { id } }: { record: PageRecord }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data } = useLoaded<AccountStanding>(
    place.allows('payments.read') ? 'GET /customers/{customer}/standing' : null,
    { customer: id },
  );
  if (!data) return null;
  const reads = place.allows('reports.read');
  const open = { customer_id: id, balance_from: '0.01', sort: 'standing' };
  const file = (format: 'csv' | 'xlsx'): void =>
    void place.download('GET /reports/statement/{party}', { party: id, format }, `statement.${format}`);
  return (
    <section className="customer-account" aria-label={words('customers.account')}>
      <dl className="customer-figures">
        <div>
          <dt>{words('customers.outstanding')}</dt>
          <dd>
            <Drill to="/invoices" search={open}>
              {money(data.outstanding, { symbol: true })}
            </Drill>{' '}
            <span className="dim">{words('customers.of_invoices', { count: data.open_invoices })}</span>
          </dd>
        </div>
        <div>
          <dt>{words('customers.overdue')}</dt>
          <dd className={data.overdue > 0 ? 'payment-late' : undefined}>
            <Drill to="/invoices" search={{ customer_id: id, standing: 'overdue', sort: 'standing' }}>
              {money(data.overdue, { symbol: true })}
            </Drill>{' '}
            <span className="dim">{words('customers.of_invoices', { count: data.overdue_invoices })}</span>
          </dd>
        </div>
        <div>
          <dt>{words('customers.left')}</dt>
          <dd>
            <Drill to="/payments" search={{ party_id: id, unallocated_from: '0.01' }}>
              {money(data.advances, { symbol: true })}
            </Drill>
            {data.notes > 0 ? (
              <>
                {' + '}
                <Drill to="/credit-notes" search={{ customer_id: id, balance_from: '0.01' }}>
                  {words('customers.in_notes', { amount: money(data.notes, { symbol: true }) })}
                </Drill>
              </>
            ) : null}
          </dd>
        </div>
        <div>
          <dt>{words('customers.balance')}</dt>
          <dd>{money(data.balance, { symbol: true })}</dd>
        </div>
        {data.credit_limit === null ? null : (
          <div>
            <dt>{words('customers.limit_left')}</dt>
            <dd className={data.balance > data.credit_limit ? 'payment-late' : undefined}>
              {money(data.credit_limit - data.balance, { symbol: true })}
            </dd>
          </div>
        )}
        {data.last_payment_on ? (
          <div>
            <dt>{words('customers.last_payment')}</dt>
            <dd>{day(data.last_payment_on)}</dd>
          </div>
        ) : null}
      </dl>
      {data.outstanding > 0 ? (
        <table className="customer-ageing">
          <caption className="visually-hidden">{words('customers.ageing')}</caption>
          <thead>
            <tr>
              {BUCKETS.map((name) => (
                <th scope="col" key={name}>
                  {words(`customers.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              {BUCKETS.map((name) => (
                <td key={name}>{data[name] === 0 ? '–' : money(data[name])}</td>
              ))}
            </tr>
          </tbody>
        </table>
      ) : null}
      <ButtonRow>
        {reads ? (
          <>
            <Button onClick={() => place.go(`/reports/statement/${id}`)}>{words('customers.statement')}</Button>
            <StatementActs party_id={id} email={data.email} kind="customer" />
          </>
        ) : null}
        {reads && place.allows('reports.export') ? (
          <>
            <Button onClick={() => file('csv')}>{words('customers.csv')}</Button>
            <Button onClick={() => file('xlsx')}>{words('customers.xlsx')}</Button>
          </>
        ) : null}
      </ButtonRow>
      <Reminders of="customer" id={id} email={data.email} isOpen={data.outstanding > 0} />
    </section>
  );
}
