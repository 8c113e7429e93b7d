/** One amendment: what was told, what is told now, and taking it back while its month is open. */
import { labelOfCode } from '@tenantry/india/states.ts';
import { moment, month } from '@tenantry/ui/format/days.ts';
import { type Place, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { ShippingBill } from '../shipping-bills/shipping-bills.schema.ts';
import type { Amendment, WholeAmendment } from './gst-amendments.schema.ts';
import '../payments/payments.css';

/** What records it anew in the same return, and answers the id that it has then; a shipping bill goes with its amendment. Null for who may not. */
async function wayBack(place: Place, of: WholeAmendment): Promise<(() => Promise<string | null>) | null> {
  const { id, document_id, period, buyer_gstin, place_of_supply, reason } = of;
  if (of.shipping_bill) {
    if (!place.allows('shipping-bills.write') || !place.allows('shipping-bills.read')) return null;
    const { data } = await place.call<ShippingBill[]>('GET /shipping-bills', { document_id });
    const { number, date, port_code } = data.find(({ amendment_id }) => amendment_id === id) as ShippingBill;
    const given = { invoice: document_id, number, date, port_code, period };
    return async () => (await place.call<ShippingBill>('POST /shipping-bills', given)).data.amendment_id;
  }
  const given = { document_id, period, buyer_gstin, place_of_supply, reason };
  return async () => (await place.call<Amendment>('POST /gst-amendments', given)).data.id;
}

export default function AmendmentScreen({ params }: ScreenProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data, fault } = useLoaded<WholeAmendment>('GET /gst-amendments/{amendment}', { amendment: params.id ?? '' });
  const saving = useSaving([]);
  if (!data)
    return (
      <div className="payment-record">
        <h1>{words('nav.gst-amendments')}</h1>
        {fault ? <Banner kind="bad" title={fault.text} /> : <p aria-busy="true">{words('gst-amendments.loading')}</p>}
      </div>
    );
  const { id, number, noun, document_id, buyer, version, shipping_bill } = data;
  const remove = (): Promise<boolean> =>
    saving.run(async () => {
      const restore = await wayBack(place, data);
      const { message } = await place.call('DELETE /gst-amendments/{amendment}', { amendment: id, version });
      const undo = (anew: () => Promise<string | null>): Promise<void> =>
        anew().then(
          (made) => place.go(`/gst-amendments/${made}`),
          (error: unknown) => tell({ text: place.faultOf(error).text }),
        );
      tell({ text: message, ...(restore ? { undo: () => undo(restore) } : {}) });
      place.go('/gst-amendments');
    });
  const changed = (before: string | null, now: string | null): string =>
    before === now ? (now ?? '') : words('gst-amendments.from_to', { before: before ?? '', now: now ?? '' });
  return (
    <div className="payment-record">
      <header className="payment-head">
        <h1>{words('gst-amendments.title', { number })}</h1>
        <span className="payment-acts">
          {place.allows('gst-amendments.write') ? (
            <Button onClick={() => void remove()}>{words('gst-amendments.remove')}</Button>
          ) : null}
        </span>
      </header>
      {saving.refused ? <Banner kind="bad" title={saving.refused} /> : null}
      <DefinitionList
        details={[
          { name: words('gst-amendments.document'), value: <AppLink to={`/${noun}/${document_id}`}>{number}</AppLink> },
          { name: words('gst-amendments.buyer'), value: buyer },
          { name: words('gst-amendments.original_period'), value: month(data.original_period) },
          { name: words('gst-amendments.period'), value: month(data.period) },
          { name: words('gst-amendments.gstin'), value: data.gstin },
          { name: words('gst-amendments.buyer_gstin'), value: changed(data.original_gstin, data.buyer_gstin) },
          {
            name: words('gst-amendments.place_of_supply'),
            value: changed(labelOfCode(data.original_place), labelOfCode(data.place_of_supply)),
          },
          ...(shipping_bill ? [{ name: words('gst-amendments.shipping_bill'), value: shipping_bill }] : []),
          { name: words('gst-amendments.reason'), value: data.reason },
          { name: words('gst-amendments.changed_by'), value: data.changed_by },
          { name: words('gst-amendments.created_at'), value: moment(data.created_at, place.zone) },
        ]}
      />
      <p>
        <Button onClick={() => place.go('/gst', { search: { month: data.period, gstin: data.gstin } })}>
          {words('gst-amendments.to_return')}
        </Button>
      </p>
    </div>
  );
}
