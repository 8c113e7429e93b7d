/** What the search of a whole organisation looks through: the record types that modules register. */
import type { RecordType, Row } from '../db/records.ts';

/** A record type that is searched. */
export interface SearchSource {
  record: RecordType;
  /** Who lacks it finds none of these records. */
  permission: string;
  /** Where it is switched off nothing of it is found. */
  feature?: string;
  /** How a found record is called. */
  title(row: Row): string;
  /** What tells it from its namesakes: a number, a city. */
  detail?(row: Row): string | null;
}
