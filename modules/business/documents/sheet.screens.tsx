/** An issued document as it says it: both sides, lines, tax by head, the sum in words. */
import { labelOfCode } from '@tenantry/india/states.ts';
import { day } from '@tenantry/ui/format/days.ts';
import { money, quantity, unitPrice } from '@tenantry/ui/format/figures.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { Fragment, type ReactNode } from 'react';
import { currencyAmount, currencyFigure } from '../currencies/iso4217.ts';
import type { Shown } from './desk.screens.tsx';
import type { Side } from './documents.schema.ts';

/** The tax is told and not added: somebody else pays it. */
const isTold = ({ charge }: Shown): boolean => charge === 'reverse' || charge === 'operator';

/** What it comes to, head by head; what is nothing is left out. */
export function Sums({ of }: { of: Shown }): ReactNode {
  const words = useWords();
  const { taxable_value, cgst, sgst, igst, cess, round_off } = of;
  // In rupees; what was given is in the document's currency.
  const other = of.lines.reduce((rest, { total }) => rest - total, of.total - round_off);
  const sums = { taxable_value, cgst, sgst, igst, cess, other_charges: Math.round(other * 100) / 100, round_off };
  const figures = Object.entries(sums).filter(([name, value]) => name === 'taxable_value' || value !== 0);
  return (
    <dl className="document-sums">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{words(`documents.${name}`)}</dt>
          <dd>{money(value)}</dd>
        </div>
      ))}
      <div className="document-total">
        <dt>{words(isTold(of) ? `documents.total_${of.charge}` : 'documents.total')}</dt>
        <dd>{money(of.total, { symbol: true })}</dd>
      </div>
      {of.total_in_currency === null ? null : (
        <div className="document-total">
          <dt>{words('documents.total_in_currency')}</dt>
          <dd>{currencyAmount(of.total_in_currency, of.currency)}</dd>
        </div>
      )}
    </dl>
  );
}

function Party({ title, side }: { title: string; side: Side }): ReactNode {
  const words = useWords();
  const lines = [side.address_line1, side.address_line2, [side.city, side.pincode].filter(Boolean).join(' ')].filter(
    Boolean,
  );
  return (
    <address className="document-side">
      <small>{title}</small>
      <strong>{side.name}</strong>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {side.gstin ? <span>{words('documents.gstin', { gstin: side.gstin })}</span> : null}
    </address>
  );
}

export function Sheet({ document }: { document: Shown }): ReactNode {
  const words = useWords();
  const isAbroad = document.total_in_currency !== null;
  const taxes = document.head === 'intra' ? (['cgst', 'sgst'] as const) : (['igst'] as const);
  return (
    <article className="document-sheet" data-status={document.status}>
      <header>
        <h2>{words(`documents.document_type_${document.document_type}`)}</h2>
        <dl>
          <dt>{words('documents.number')}</dt>
          <dd>{document.number}</dd>
          <dt>{words('documents.date')}</dt>
          <dd>{day(document.date)}</dd>
          {document.original ? (
            <>
              <dt>{words('documents.original')}</dt>
              <dd>
                {document.original.number}, {day(document.original.date)}
              </dd>
            </>
          ) : null}
          {document.reason ? (
            <>
              <dt>{words('documents.reason')}</dt>
              <dd>{words(`documents.reason_${document.reason}`)}</dd>
            </>
          ) : null}
          {document.due_date ? (
            <>
              <dt>{words('documents.due_date')}</dt>
              <dd>{day(document.due_date)}</dd>
            </>
          ) : null}
          <dt>{words('documents.place_of_supply')}</dt>
          <dd>{labelOfCode(document.place_of_supply)}</dd>
          {document.exchange_rate !== null && document.exchange_date ? (
            <>
              <dt>{words('documents.exchange_rate', { currency: document.currency })}</dt>
              <dd>
                {document.exchange_rate}, {day(document.exchange_date)}
              </dd>
            </>
          ) : null}
          {(['valid_until', 'delivery_date'] as const).map((field) =>
            document[field] ? (
              <Fragment key={field}>
                <dt>{words(`documents.${field}`)}</dt>
                <dd>{day(document[field])}</dd>
              </Fragment>
            ) : null,
          )}
          {document.purpose ? (
            <>
              <dt>{words('documents.purpose')}</dt>
              <dd>{words(`documents.purpose_${document.purpose}`)}</dd>
            </>
          ) : null}
          {document.ecommerce_operator ? (
            <>
              <dt>{words('documents.sold_through')}</dt>
              <dd>{document.ecommerce_operator.name}</dd>
            </>
          ) : null}
          {document.reference ? (
            <>
              <dt>{words('documents.reference')}</dt>
              <dd>{document.reference}</dd>
            </>
          ) : null}
        </dl>
      </header>
      <div className="document-sides">
        {document.seller ? <Party title={words('documents.seller')} side={document.seller} /> : null}
        <Party title={words('documents.buyer')} side={document.buyer} />
        {document.ship_to ? (
          <Party title={words('documents.ship_to')} side={{ ...document.ship_to, gstin: null, email: null }} />
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys */}
      <section className="document-table" aria-label={words('documents.lines')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words('documents.line_description')}</th>
              <th scope="col">{words('documents.line_hsn')}</th>
              <th scope="col">{words('documents.line_quantity')}</th>
              <th scope="col">{words('documents.line_unit_price')}</th>
              {isAbroad ? <th scope="col">{document.currency}</th> : null}
              <th scope="col">{words('documents.taxable_value')}</th>
              <th scope="col">{words('documents.line_tax_rate')}</th>
              {taxes.map((tax) => (
                <th scope="col" key={tax}>
                  {words(`documents.${tax}`)}
                </th>
              ))}
              <th scope="col">{words('documents.line_total')}</th>
            </tr>
          </thead>
          <tbody>
            {document.lines.map((line) => (
              <tr key={line.line}>
                <th scope="row">{line.description}</th>
                <td data-label={words('documents.line_hsn')}>{line.hsn}</td>
                <td>
                  {quantity(line.quantity)} {line.unit}
                </td>
                <td data-label={words('documents.line_unit_price')}>{unitPrice(line.unit_price)}</td>
                {isAbroad ? (
                  <td data-label={document.currency}>
                    {currencyFigure(line.taxable_in_currency ?? 0, document.currency)}
                  </td>
                ) : null}
                <td data-label={words('documents.taxable_value')}>{money(line.taxable_value)}</td>
                <td data-label={words('documents.gst')}>{quantity(line.tax_rate)} %</td>
                {taxes.map((tax) => (
                  <td key={tax} data-label={words(`documents.${tax}`)}>
                    {money(line[tax])}
                  </td>
                ))}
                <td>{money(line.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <footer>
        <p>{document.amount_in_words}</p>
        <Sums of={document} />
      </footer>
      {document.notes ? <p className="document-notes">{document.notes}</p> : null}
      {document.cancel_reason ? (
        <p className="document-cancelled">{words('documents.cancelled_because', { reason: document.cancel_reason })}</p>
      ) : null}
    </article>
  );
}
