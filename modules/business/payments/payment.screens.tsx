/** One payment: recorded anew, or as the receipt that it is, with what it settled and what can be done with it. */

import { findState, stateLabel } from '@tenantry/india/states.ts';
import { day } from '@tenantry/ui/format/days.ts';
import { money, quantity } from '@tenantry/ui/format/figures.ts';
import { PutAside } from '@tenantry/ui/page/aside.tsx';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { RecordSide } from '@tenantry/ui/page/record_side.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { Totals } from '@tenantry/ui/parts/totals.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { currencyAmount } from '../currencies/iso4217.ts';
import { AsPrinted, type OnPaper, PaperActs } from '../print/paper.screens.tsx';
import { SettledAbroad } from './open_invoices.screens.tsx';
import { type Act, ActForm, actsOf } from './payment_acts.screens.tsx';
import { PaymentForm } from './payment_form.screens.tsx';
import type { Begun, FirstInvoice } from './payment_input.screens.tsx';
import type { Allocation, Payment } from './payments.schema.ts';
import page, { MARKS } from './payments.screens.tsx';
import { sumOf } from './spread.ts';
import './payments.css';

interface ReceiptProps {
  payment: Payment;
  /** Takes back what settles a document; null for who may not. */
  onRelease: ((allocation: Allocation) => void) | null;
}

function Receipt({ payment, onRelease }: ReceiptProps): ReactNode {
  const words = useWords();
  const state = payment.place_of_supply ? findState(payment.place_of_supply) : null;
  const taxes = (['cgst', 'sgst', 'igst'] as const).filter((name) => payment[name] !== 0);
  return (
    <article className="payment-sheet" data-status={payment.status}>
      <h2>{words(`payments.voucher_${payment.voucher}`)}</h2>
      <DefinitionList
        details={[
          { name: words('payments.number'), value: payment.number },
          { name: words('payments.date'), value: day(payment.date) },
          {
            name: words('payments.party_name'),
            value: <AppLink to={`/customers/${payment.party_id}`}>{payment.party_name}</AppLink>,
          },
          { name: words('payments.mode'), value: words(`payments.mode_${payment.mode}`) },
          { name: words('payments.account_name'), value: payment.account_name },
          ...(payment.branch_name ? [{ name: words('payments.branch_name'), value: payment.branch_name }] : []),
          { name: words('payments.reference'), value: payment.reference },
          ...(payment.amount_in_currency === null
            ? []
            : [
                {
                  name: words('payments.amount_in_currency'),
                  value: `${currencyAmount(payment.amount_in_currency, payment.currency)} × ${payment.exchange_rate}`,
                },
              ]),
          ...(payment.cheque_status
            ? [
                { name: words('payments.cheque_bank'), value: payment.cheque_bank },
                { name: words('payments.cheque_date'), value: payment.cheque_date ? day(payment.cheque_date) : null },
                {
                  name: words('payments.cheque_status'),
                  value: words(`payments.cheque_status_${payment.cheque_status}`),
                },
              ]
            : []),
          ...(taxes.length > 0
            ? [
                { name: words('payments.place_of_supply'), value: state ? stateLabel(state) : null },
                { name: words('payments.tax_rate'), value: `${quantity(payment.tax_rate ?? 0)} %` },
                { name: words('payments.supplier_gstin'), value: payment.supplier_gstin },
              ]
            : []),
        ]}
      />
      <Totals
        label={words('payments.sums')}
        lines={[
          { label: words('payments.amount'), amount: payment.amount },
          ...(payment.tds_amount ? [{ label: words('payments.tds_amount'), amount: payment.tds_amount }] : []),
          ...(payment.write_off ? [{ label: words('payments.write_off'), amount: payment.write_off }] : []),
          { label: words('payments.settles'), amount: payment.settles, rank: 'total' },
        ]}
      />
      {taxes.length > 0 ? (
        <Totals
          label={words('payments.advance_tax')}
          lines={[
            { label: words('payments.taxable_value'), amount: payment.taxable_value },
            ...taxes.map((name) => ({ label: words(`payments.${name}`), amount: payment[name] })),
            { label: words('payments.advance'), amount: payment.advance, rank: 'sum' as const },
          ]}
        />
      ) : null}
      {payment.direction === 'in' ? (
        <table className="payment-open">
          <caption>{words('payments.settled')}</caption>
          <tbody>
            {payment.allocations.map((allocation) => (
              <tr key={allocation.document_id}>
                <th scope="row">
                  <AppLink to={`/invoices/${allocation.document_id}`}>{allocation.document_number}</AppLink>
                </th>
                <td>{day(allocation.date)}</td>
                <td className="figure">
                  {money(sumOf([allocation.amount, allocation.exchange]))}
                  <SettledAbroad of={allocation} />
                </td>
                <td className="payment-release">
                  {onRelease ? (
                    <Button kind="quiet" onClick={() => onRelease(allocation)}>
                      {words('payments.release')}
                    </Button>
                  ) : null}
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">{words('payments.unallocated')}</th>
              <td />
              <td className="figure">{money(payment.unallocated)}</td>
              <td />
            </tr>
          </tbody>
        </table>
      ) : null}
      {payment.direction === 'out'
        ? payment.allocations.map(({ document_id, document_number }) => (
            <p key={document_id}>
              <AppLink to={`/credit-notes/${document_id}`}>
                {words('payments.refunds_note', { number: document_number ?? '' })}
              </AppLink>
            </p>
          ))
        : null}
      {payment.refunds ? (
        <p>
          <AppLink to={`/payments/${payment.refunds}`}>{words('payments.refunds')}</AppLink>
        </p>
      ) : null}
      {payment.cancel_reason ? (
        <p className="payment-late">{words('payments.undone_because', { reason: payment.cancel_reason })}</p>
      ) : null}
    </article>
  );
}

function Recorded({ payment, onChanged }: { payment: Payment; onChanged(payment: Payment): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [act, setAct] = useState<Act | null>(null);
  const acts = actsOf(payment).filter((one) => place.allows(page.resource.routes[one]?.permission));
  const [isPaper, setPaper] = useState(false);
  const { id, number } = payment;
  const paper: OnPaper = { noun: 'payments', one: 'payment', id, number, email: null };
  const mayRelease =
    payment.status === 'posted' && payment.direction === 'in' && place.allows(page.resource.routes.release?.permission);
  async function release({ document_id, document_number, amount, exchange, in_currency }: Allocation): Promise<void> {
    const input = { payment: payment.id };
    const call = async (act: string, given: object): Promise<void> =>
      onChanged((await place.call<Payment>(`POST /payments/{payment}/${act}`, { ...input, ...given })).data);
    try {
      await call('release', { document_id });
      tell({
        text: words('payments.released', { number: document_number ?? '' }),
        undo: () =>
          call('allocate', { allocations: [{ document_id, amount: sumOf([amount, exchange]), in_currency }] }),
      });
    } catch (error) {
      const { text, errors } = place.faultOf(error);
      tell({ text: errors.map(({ detail }) => detail).join(' ') || text });
    }
  }
  return (
    <div className="payment-record">
      <header className="payment-head">
        <h1>{words('payments.title', { number: payment.number })}</h1>
        <StatusMark mark={MARKS[payment.status]} word={words(`payments.status_${payment.status}`)} />
        <div className="payment-acts">
          <PaperActs of={paper} isPaper={isPaper} onPaper={setPaper} />
          {act
            ? null
            : acts.map((one) => (
                <Button key={one} onClick={() => setAct(one)}>
                  {words(`payments.${one}`)}
                </Button>
              ))}
        </div>
      </header>
      {act ? (
        <ActForm
          key={act}
          act={act}
          payment={payment}
          onLeave={() => setAct(null)}
          onDone={(changed) => {
            setAct(null);
            onChanged(changed);
          }}
        />
      ) : null}
      {payment.warnings.map((warning) => (
        <Banner key={warning} kind="wait" title={warning} />
      ))}
      <div className="payment-body">
        {isPaper ? (
          <AsPrinted of={paper} />
        ) : (
          <Receipt payment={payment} onRelease={mayRelease ? (one) => void release(one) : null} />
        )}
        <RecordSide page={page} id={payment.id} changes={payment.version} />
      </div>
    </div>
  );
}

/** From an invoice's page its number, customer and balance are known. */
function NewPayment(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { invoice } = place.search;
  const loaded = useLoaded<FirstInvoice>(invoice ? 'GET /invoices/{invoice}' : null, { invoice });
  if (invoice && loaded.fault) return <Banner kind="bad" title={loaded.fault.text} />;
  if (invoice && !loaded.data) return <p aria-busy="true">{words('payments.loading')}</p>;
  const first = loaded.data;
  return (
    <PutAside<Begun> under={`payments/${first ? `of-${first.id}` : 'new'}`}>
      {(aside) => <PaymentForm first={first} aside={aside} />}
    </PutAside>
  );
}

export default function PaymentScreen({ params }: ScreenProps): ReactNode {
  const words = useWords();
  const id = params.id ?? 'new';
  const isNew = id === 'new';
  const loaded = useLoaded<Payment>(isNew ? null : 'GET /payments/{payment}', { payment: id });
  if (isNew) return <NewPayment />;
  if (loaded.fault && !loaded.data) return <Banner kind="bad" title={loaded.fault.text} />;
  if (!loaded.data) return <p aria-busy="true">{words('payments.loading')}</p>;
  return <Recorded payment={loaded.data} onChanged={loaded.put} />;
}
