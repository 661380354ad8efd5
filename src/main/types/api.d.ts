// What the operations of the API take and give, by method and address, from the description that is published.

type Paths = import('../../../target/types/wire').paths;
type Schemas = import('../../../target/types/wire').components['schemas'];

type WithoutQuery<Path extends string> = Path extends `${infer Before}?${string}` ? Before : Path;
type Steps<Path extends string> = Path extends `${string}/${infer Rest}` ? [unknown, ...Steps<Rest>] : [];
type Filled<Path extends string> = Path extends `${infer Before}{${string}}${infer After}` ? `${Before}${string}${Filled<After>}` : Path;

// The described path that an address means: as many steps, each the same or a value.
type Described<Path extends string, Each extends string = keyof Paths & string> = Each extends `/api/v1/${infer Rest}`
  ? Path extends Filled<Rest> ? Steps<Path>['length'] extends Steps<Rest>['length'] ? Each : never : never
  : never;

type Operation<Method extends string, Path extends string> = Described<WithoutQuery<Path>> extends infer Known extends keyof Paths
  ? Method extends keyof Paths[Known] ? Paths[Known][Method] : never
  : never;

type Content<Holder> = Holder extends { content: { 'application/json': infer Json } } ? Json : null;
type Answered<Responses> = { [Status in keyof Responses & (200 | 201 | 202 | 204)]: Content<Responses[Status]> }[keyof Responses & (200 | 201 | 202 | 204)];

// Of an address that is put together of parts whose values are not known here, nothing is known.
type Answer<Method extends string, Path extends string> = [Operation<Method, Path>] extends [never] ? any
  : Operation<Method, Path> extends { responses: infer Responses } ? Answered<Responses> : any;
type Given<Method extends string, Path extends string> = [Operation<Method, Path>] extends [never] ? any
  : Operation<Method, Path> extends { requestBody?: infer Holder } ? Content<NonNullable<Holder>> : any;

/** A row that is not damaged, and so has these members. */
type Whole<Row, Members extends keyof Row> = Row & Required<Pick<Row, Members>>;
