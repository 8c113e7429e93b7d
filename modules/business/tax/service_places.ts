/** Which services have a place of supply of their own, by their SAC: data of the scheme of classification of services. */
import type { ServicePlace } from './place.ts';

/** The longest digits that a code begins with count; codes that begin with none of these follow the general rule (s.12(2)). */
const BY_SAC: Readonly<Record<string, ServicePlace>> = {
  // s.12(3): construction, architects and interiors, rooms, what is let or brokered of land and buildings.
  '9954': 'property',
  '99631': 'property',
  '99632': 'property',
  '9972': 'property',
  '99832': 'property',
  '998391': 'property',
  // s.12(4): restaurants and catering, health, sports grounds, fitness, grooming and beauty.
  '99633': 'performed',
  '9993': 'performed',
  '999652': 'performed',
  '99972': 'performed',
  // s.12(5): training and coaching.
  '99929': 'training',
  // s.12(6): cinemas, museums, amusement parks.
  '999614': 'admission',
  '99964': 'admission',
  '999691': 'admission',
  // s.12(7): exhibitions, performances and sports events are organised.
  '998596': 'event',
  '999621': 'event',
  '999651': 'event',
  // s.12(8), (9): passengers, goods, post and couriers.
  '9964': 'transport',
  '9965': 'transport',
  '9968': 'transport',
};

const MOST_DIGITS = 6;

/** The rule of a service. A code of four digits tells it only where all below it have the same. */
export function servicePlaceOf(sac: string | null): ServicePlace {
  for (let digits = Math.min(sac?.length ?? 0, MOST_DIGITS); digits >= 4; digits--) {
    const found = BY_SAC[(sac as string).slice(0, digits)];
    if (found) return found;
  }
  return 'general';
}
