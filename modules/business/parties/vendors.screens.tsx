/** The pages of vendors. */
import resource from 'virtual:resources/vendors';
import { partyPage } from './parties.screens.tsx';

export default partyPage(resource);
