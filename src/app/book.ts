/** The book's contents, light enough for every page: titles and addresses, no text. */
import { book } from 'virtual:book';

export const { title: bookTitle, parts } = book;
