/** The list of credit notes. */
import resource from 'virtual:resources/credit-notes';
import { notesPage } from './notes_page.screens.tsx';

export default notesPage(resource);
