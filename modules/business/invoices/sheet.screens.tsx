/** An issued invoice as the document says it: both sides, lines, tax by head, the sum in words. */
import { findState, stateLabel } from '@tenantry/india/states.ts';
import { day } from '@tenantry/ui/format/days.ts';
import { money, quantity } from '@tenantry/ui/format/figures.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Invoice, Side } from './invoices.schema.ts';

/** `29-Karnataka`, as it stands on documents. */
export function placeName(code: string): string {
  const state = findState(code);
  return state ? stateLabel(state) : code;
}

/** What it comes to, head by head; what is nothing is left out. */
export function Sums({ of }: { of: Invoice }): ReactNode {
  const words = useWords();
  const figures = (['taxable_value', 'cgst', 'sgst', 'igst', 'cess', 'other_charges', 'round_off'] as const).filter(
    (name) => name === 'taxable_value' || of[name] !== 0,
  );
  return (
    <dl className="invoice-sums">
      {figures.map((name) => (
        <div key={name}>
          <dt>{words(`invoices.${name}`)}</dt>
          <dd>{money(of[name])}</dd>
        </div>
      ))}
      <div className="invoice-total">
        <dt>{words(of.charge === 'reverse' ? 'invoices.total_reverse' : 'invoices.total')}</dt>
        <dd>{money(of.total, { symbol: true })}</dd>
      </div>
    </dl>
  );
}

function Party({ title, side }: { title: string; side: Side }): ReactNode {
  const words = useWords();
  const lines = [side.address_line1, side.address_line2, [side.city, side.pincode].filter(Boolean).join(' ')].filter(
    Boolean,
  );
  return (
    <address className="invoice-side">
      <small>{title}</small>
      <strong>{side.name}</strong>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {side.gstin ? <span>{words('invoices.gstin', { gstin: side.gstin })}</span> : null}
    </address>
  );
}

export function Sheet({ invoice }: { invoice: Invoice }): ReactNode {
  const words = useWords();
  const taxes = invoice.head === 'intra' ? (['cgst', 'sgst'] as const) : (['igst'] as const);
  return (
    <article className="invoice-sheet" data-status={invoice.status}>
      <header>
        <h2>{words(`invoices.document_type_${invoice.document_type}`)}</h2>
        <dl>
          <dt>{words('invoices.number')}</dt>
          <dd>{invoice.number}</dd>
          <dt>{words('invoices.date')}</dt>
          <dd>{day(invoice.date)}</dd>
          <dt>{words('invoices.due_date')}</dt>
          <dd>{day(invoice.due_date)}</dd>
          <dt>{words('invoices.place_of_supply')}</dt>
          <dd>{placeName(invoice.place_of_supply)}</dd>
          {invoice.reference ? (
            <>
              <dt>{words('invoices.reference')}</dt>
              <dd>{invoice.reference}</dd>
            </>
          ) : null}
        </dl>
      </header>
      <div className="invoice-sides">
        {invoice.seller ? <Party title={words('invoices.seller')} side={invoice.seller} /> : null}
        <Party title={words('invoices.buyer')} side={invoice.buyer} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys */}
      <section className="invoice-table" aria-label={words('invoices.lines')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words('invoices.line_description')}</th>
              <th scope="col">{words('invoices.line_hsn')}</th>
              <th scope="col">{words('invoices.line_quantity')}</th>
              <th scope="col">{words('invoices.line_unit_price')}</th>
              <th scope="col">{words('invoices.taxable_value')}</th>
              <th scope="col">{words('invoices.line_tax_rate')}</th>
              {taxes.map((tax) => (
                <th scope="col" key={tax}>
                  {words(`invoices.${tax}`)}
                </th>
              ))}
              <th scope="col">{words('invoices.line_total')}</th>
            </tr>
          </thead>
          <tbody>
            {invoice.lines.map((line) => (
              <tr key={line.line}>
                <th scope="row">{line.description}</th>
                <td>{line.hsn}</td>
                <td>
                  {quantity(line.quantity)} {line.unit}
                </td>
                <td>{money(line.unit_price)}</td>
                <td>{money(line.taxable_value)}</td>
                <td>{quantity(line.tax_rate)} %</td>
                {taxes.map((tax) => (
                  <td key={tax}>{money(line[tax])}</td>
                ))}
                <td>{money(line.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <footer>
        <p>{invoice.amount_in_words}</p>
        <Sums of={invoice} />
      </footer>
      {invoice.notes ? <p className="invoice-notes">{invoice.notes}</p> : null}
      {invoice.cancel_reason ? (
        <p className="invoice-cancelled">{words('invoices.cancelled_because', { reason: invoice.cancel_reason })}</p>
      ) : null}
    </article>
  );
}
