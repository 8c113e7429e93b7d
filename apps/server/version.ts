/** The version of the product, from the one place that states it. */
import root from '../../package.json' with { type: 'json' };

export const VERSION: string = root.version;
