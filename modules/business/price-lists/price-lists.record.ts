/** Price lists as records, by themselves, so that customers can name one. */
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { PriceList } from './price-lists.schema.ts';

export const priceListRecord = defineRecord({
  noun: 'price-lists',
  table: 'price_lists',
  schema: PriceList,
  words: ({ name }) => [name as string],
});
