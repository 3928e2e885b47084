/** The book's contents, light enough for every page: titles and addresses, no text. */
import { parts as made } from 'virtual:stand-in-book';
import type { Part } from '../lessons/model';

export const bookTitle = 'Receptive Field';
export const parts: readonly Part[] = made;
