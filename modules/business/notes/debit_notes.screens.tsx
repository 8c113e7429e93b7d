/** The list of debit notes. */
import resource from 'virtual:resources/debit-notes';
import { notesPage } from './notes_page.screens.tsx';

export default notesPage(resource);
