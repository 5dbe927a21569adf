/** What a module holds about people: one entry a table, read by the privacy page, export and erasure. */
export type PrivacyRegister = {
  tables: Record<
    string,
    {
      holds: string;
      why: string;
      keptFor: string;
      /** the column that names the person it is about, or null when only indirectly */
      subject: string | null;
      /**
       * What is left when the time is over, where that is not nothing: a row whose named columns are empty, the row as long
       * as somebody or an organisation is here, or the row as it is, and why no time was promised. A guard lets twenty
       * years go by and looks.
       */
      after?: { bare: string[] } | { as: 'organisation' | 'person' } | { stays: string };
    }
  >;
};
