/** The pages of customers. */
import resource from 'virtual:resources/customers';
import { partyPage } from './parties.screens.tsx';

export default partyPage(resource);
