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
    }
  >;
};
