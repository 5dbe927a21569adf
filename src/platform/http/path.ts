type ParamNames<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<`/${Rest}`>
  : P extends `${string}:${infer Name}`
    ? Name
    : never;

export type PathParams<P extends string> = { [K in ParamNames<P>]: string };

/** A typed address: the pattern for the router, `href` for links. Links are never written as bare strings. */
export type Path<P extends string = string> = {
  pattern: P;
  href(
    ...args: ParamNames<P> extends never
      ? [params?: undefined, search?: Search]
      : [params: PathParams<P>, search?: Search]
  ): string;
};

export type Search = Record<string, string | number | null | undefined>;

export function path<P extends `/${string}`>(pattern: P): Path<P> {
  return {
    pattern,
    href: ((params: Record<string, string> | undefined, search?: Search) => {
      const at = pattern.replace(/:([a-zA-Z]+)/g, (_, name: string) =>
        encodeURIComponent(params?.[name] ?? ''),
      );
      const query = new URLSearchParams();
      for (const [key, value] of Object.entries(search ?? {})) {
        if (value !== null && value !== undefined && value !== '') query.set(key, String(value));
      }
      return query.size > 0 ? `${at}?${query}` : at;
    }) as Path<P>['href'],
  };
}
