create table loan (
  title  varchar(200) not null primary key,
  due_on varchar(10)  not null,
  cover  ${bytes}
);

insert into loan (title, due_on) values ('Dune', '2027-01-04'), ('沙丘', '2027-02-05');
