/** Rates of codes from a file: columns are matched, faults mended by cell, the file is taken back as a whole. */
import resource from 'virtual:resources/hsn-rates';
import { definePage } from '@tenantry/ui/page/page.ts';

export default definePage({ resource, words: 'hsn-rates', columns: [], form: {} });
