/** One e-way bill: its invoice, its vehicles, and what may be done with it. */
import { moment } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { AppLink } from '@tenantry/ui/screens/app.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import { Recorded } from './eway.screens.tsx';
import type { EwayBill } from './eway-bills.schema.ts';
import '../payments/payments.css';

export default function EwayBillScreen({ params }: ScreenProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data, fault, again } = useLoaded<EwayBill>('GET /eway-bills/{eway_bill}', { eway_bill: params.id ?? '' });
  if (!data)
    return (
      <div className="payment-record">
        <h1>{words('nav.eway-bills')}</h1>
        {fault ? <Banner kind="bad" title={fault.text} /> : null}
      </div>
    );
  return (
    <div className="payment-record payment-eway">
      <h1>{words('documents.eway')}</h1>
      <p>
        <AppLink to={`/${data.noun}/${data.document_id}`}>
          {words('documents.eway_of', { number: data.document_number })}
        </AppLink>
      </p>
      <Recorded key={data.version} bill={data} onChanged={again} />
      {data.vehicles.length > 0 ? (
        <table className="payment-open">
          <caption>{words('documents.eway_vehicles')}</caption>
          <tbody>
            {data.vehicles.map(({ mode, vehicle_number, transport_number, from_place, reason, at }) => (
              <tr key={at}>
                <th scope="row">{moment(at, place.zone)}</th>
                <td>{words(`documents.eway_mode_${mode}`)}</td>
                <td>{vehicle_number ?? transport_number}</td>
                <td>
                  {words(`documents.eway_reason_${reason}`)} {from_place}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}
