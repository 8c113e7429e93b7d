/** The business core: what every organisation has, whatever its trade — whom it trades with, and what it trades. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Module } from '@tenantry/kernel/http/module.ts';
import { accountRoutes } from './accounts/accounts.routes.ts';
import { accounts } from './accounts/accounts.service.ts';
import { bankLineRoutes } from './bank-lines/bank-lines.routes.ts';
import { branchRoutes } from './branches/branches.routes.ts';
import { challanRoutes } from './challans/challans.routes.ts';
import { challans } from './challans/challans.service.ts';
import { currencyRoutes } from './currencies/currencies.routes.ts';
import { documentLinkRoutes } from './document-links/document-links.routes.ts';
import { documentLetter } from './document-links/letters.ts';
import { sendJob } from './document-links/send.job.ts';
import { ecommerceOperatorRoutes } from './ecommerce-operators/ecommerce-operators.routes.ts';
import { einvoiceRoutes } from './einvoice/einvoice.routes.ts';
import { expireEstimates, expiry } from './estimates/estimates.jobs.ts';
import { estimateRoutes } from './estimates/estimates.routes.ts';
import { estimates } from './estimates/estimates.service.ts';
import { ewayBillRoutes } from './eway-bills/eway-bills.routes.ts';
import { gstAmendmentRoutes } from './gst-amendments/gst-amendments.routes.ts';
import { gstFilingRoutes } from './gst-filings/gst-filings.routes.ts';
import { gstRegistrationRoutes } from './gst-registrations/gst-registrations.routes.ts';
import { gstValueRoutes } from './gst-values/gst-values.routes.ts';
import { hsnRateRoutes } from './hsn-rates/hsn-rates.routes.ts';
import { rateFiles } from './hsn-rates/rate_sheet.ts';
import { importJob, undoJob } from './imports/imports.jobs.ts';
import { batchRoutes } from './imports/imports.routes.ts';
import { undoingOf } from './imports/imports.undo.ts';
import { invoiceRoutes } from './invoices/invoices.routes.ts';
import { invoices } from './invoices/invoices.service.ts';
import { journalRoutes } from './journals/journals.routes.ts';
import { beginBooks } from './ledger/chart.ts';
import { letterheadRoutes } from './letterhead/letterhead.routes.ts';
import { noteRoutes } from './notes/notes.routes.ts';
import { creditNotes, debitNotes } from './notes/notes.service.ts';
import { orderRoutes } from './orders/orders.routes.ts';
import { orders } from './orders/orders.service.ts';
import { customerSheet, vendorSheet } from './parties/parties.import.ts';
import { partyRoutes } from './parties/parties.routes.ts';
import { customers, vendors } from './parties/parties.service.ts';
import { noteCreditRoutes } from './payments/note_credit.routes.ts';
import { paymentRecord } from './payments/payments.record.ts';
import { paymentRoutes } from './payments/payments.routes.ts';
import { periodLockRoutes } from './period-locks/period-locks.routes.ts';
import { priceFiles } from './price-lists/price_sheet.ts';
import { priceListRoutes } from './price-lists/price-lists.routes.ts';
import { priceLists } from './price-lists/price-lists.service.ts';
import { printedKinds } from './print/kinds.ts';
import { printRoutes } from './print/print.routes.ts';
import { makePrintout, printoutExpiry, sweepPrintouts } from './printouts/printouts.jobs.ts';
import { printoutRoutes } from './printouts/printouts.routes.ts';
import { productSheet } from './products/products.import.ts';
import { productRoutes } from './products/products.routes.ts';
import { productRecord, products } from './products/products.service.ts';
import { mornings, runRecurrences } from './recurrences/recurrences.jobs.ts';
import { recurrenceRoutes } from './recurrences/recurrences.routes.ts';
import { reminderRuleRoutes } from './reminder-rules/reminder-rules.routes.ts';
import { reminderLetter } from './reminders/letters.ts';
import { reminderMornings, runReminders, sendReminder } from './reminders/reminders.jobs.ts';
import { reminderRoutes } from './reminders/reminders.routes.ts';
import { reportRoutes } from './reports/reports.routes.ts';
import { returnRoutes } from './returns/returns.routes.ts';
import { businessRoles } from './roles.ts';
import { seriesRoutes } from './series/series.routes.ts';
import { shippingBillRoutes } from './shipping-bills/shipping-bills.routes.ts';
import { statementRoutes } from './statements/statements.routes.ts';
import { statementJob, statementLetter } from './statements/statements.service.ts';

const nameOf = (row: Row): string => row.name as string;
/** What tells two parties of one name apart. */
const placeOf = ({ phone, city }: Row): string | null => [phone, city].filter(Boolean).join(', ') || null;

/** Kinds of files that can be taken back. */
const undoings = [undoingOf(customers), undoingOf(vendors), undoingOf(products), priceFiles, rateFiles];

export const business: Module = {
  name: 'business',
  seed: beginBooks,
  routes: [
    ...partyRoutes,
    ...productRoutes,
    ...priceListRoutes,
    ...invoiceRoutes,
    ...noteRoutes,
    ...branchRoutes,
    ...currencyRoutes,
    ...ecommerceOperatorRoutes,
    ...recurrenceRoutes,
    ...seriesRoutes,
    ...estimateRoutes,
    ...orderRoutes,
    ...challanRoutes,
    ...paymentRoutes,
    ...noteCreditRoutes,
    ...accountRoutes,
    ...journalRoutes,
    ...periodLockRoutes,
    ...bankLineRoutes,
    ...reportRoutes,
    ...reminderRoutes,
    ...statementRoutes,
    ...reminderRuleRoutes,
    ...printRoutes,
    ...printoutRoutes,
    ...documentLinkRoutes,
    ...letterheadRoutes,
    ...returnRoutes,
    ...gstRegistrationRoutes,
    ...gstFilingRoutes,
    ...gstAmendmentRoutes,
    ...shippingBillRoutes,
    ...ewayBillRoutes,
    ...gstValueRoutes,
    ...hsnRateRoutes,
    ...einvoiceRoutes,
    ...batchRoutes(undoings),
  ],
  letters: [documentLetter, reminderLetter, statementLetter],
  jobs: [
    sendJob(printedKinds),
    makePrintout,
    sweepPrintouts,
    importJob(customers, customerSheet),
    importJob(vendors, vendorSheet),
    importJob(products, productSheet),
    undoJob(undoings),
    expireEstimates,
    runRecurrences,
    runReminders,
    sendReminder,
    statementJob,
  ],
  schedules: [expiry, printoutExpiry, mornings, reminderMornings],
  features: [],
  roles: businessRoles,
  migrations: new URL('./migrations/', import.meta.url),
  searches: [
    { record: customers.record, permission: 'customers.read', title: nameOf, detail: placeOf },
    { record: vendors.record, permission: 'vendors.read', title: nameOf, detail: placeOf },
    {
      record: productRecord,
      permission: 'products.read',
      title: nameOf,
      detail: (row) => row.category as string | null,
    },
    { record: priceLists.record, permission: 'price-lists.read', title: nameOf, detail: () => null },
    ...[invoices, creditNotes, debitNotes, estimates, orders, challans].map(({ record, noun }) => ({
      record,
      permission: `${noun}.read`,
      title: (row: Row) => (row.number as string | null) ?? 'Draft',
      detail: (row: Row) => (row.buyer as { name: string }).name,
    })),
    {
      record: paymentRecord,
      permission: 'payments.read',
      title: (row) => row.number as string,
      detail: (row) => row.party_name as string,
    },
    { record: accounts.record, permission: 'accounts.read', title: nameOf, detail: (row) => row.code as string },
  ],
  counts: { products: 'select count(*) from products where tenant_id = $1 and is_active' },
  figures: {
    products: 'select count(*) from products where tenant_id = $1 and is_active',
    customers: "select count(*) from parties where tenant_id = $1 and kind = 'customer'",
    vendors: "select count(*) from parties where tenant_id = $1 and kind = 'vendor'",
  },
};
