"""What a database has, as text: one entry for each table, column, constraint, index, ...

Every query gives (name, definition) in PostgreSQL's own words (pg_get_constraintdef() and the like), so two
databases have the same schema when these are equal. Left out: what belongs to an extension, to the
system or to a session, and goose's own table."""

import re

# A namespace that counts.
OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"


def no_extension(catalog, oid):
    return (f"NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '{catalog}'::regclass"
            f" AND e.objid = {oid} AND e.deptype = 'e')")


# A relation that counts.
TABLE = (f"{OURS} AND c.relname !~ '^goose_db_version(_|$)' AND {no_extension('pg_class', 'c.oid')}")
TYPE = f"{OURS} AND {no_extension('pg_type', 't.oid')}"

QUERIES = [
    f"""SELECT 'schema ' || n.nspname, '' FROM pg_namespace n
        WHERE {OURS} AND {no_extension('pg_namespace', 'n.oid')}""",
    """SELECT 'extension ' || e.extname, 'in ' || n.nspname || ' version ' || e.extversion
       FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace""",
    # Tables, views, composite types: everything with columns, as a whole.
    f"""SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'm' THEN 'materialized view '
                  WHEN 'f' THEN 'foreign table ' WHEN 'c' THEN 'composite type ' ELSE 'table ' END
               || c.oid::regclass,
               concat_ws(' ', 'kind', c.relkind, 'persistence', c.relpersistence,
                  'partition by ' || pg_get_partkeydef(c.oid),
                  CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
                  'inherits ' || (SELECT string_agg(i.inhparent::regclass::text, ', '
                                                    ORDER BY i.inhseqno)
                                  FROM pg_inherits i WHERE i.inhrelid = c.oid),
                  'of ' || nullif(c.reloftype, 0)::regtype,
                  'row security ' || nullif(c.relrowsecurity, false),
                  'forced ' || nullif(c.relforcerowsecurity, false),
                  'replica identity ' || CASE WHEN c.relkind IN ('r', 'p', 'm') AND c.relreplident <> 'd'
                                           THEN c.relreplident::text END,
                  'options ' || c.reloptions::text,
                  'populated ' || c.relispopulated,
                  (SELECT 'server ' || s.srvname || coalesce(f.ftoptions::text, '')
                   FROM pg_foreign_table f JOIN pg_foreign_server s ON s.oid = f.ftserver
                   WHERE f.ftrelid = c.oid))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND {TABLE}""",
    f"""SELECT 'query of ' || c.oid::regclass, pg_get_viewdef(c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm') AND {TABLE}""",
    f"""SELECT 'column ' || c.oid::regclass || '.' || quote_ident(a.attname),
               concat_ws(' ', 'number',
                  row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum),
                  format_type(a.atttypid, a.atttypmod),
                  (SELECT 'collate ' || l.collname FROM pg_collation l
                   WHERE l.oid = a.attcollation AND a.attcollation <> t.typcollation),
                  CASE WHEN a.attnotnull THEN 'not null' END,
                  CASE a.attgenerated WHEN 's' THEN 'generated' ELSE 'default' END || ' '
                    || (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
                        WHERE d.adrelid = c.oid AND d.adnum = a.attnum),
                  'identity ' || nullif(a.attidentity, '')::text,
                  'storage ' || CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END,
                  'compression ' || nullif(a.attcompression, '')::text,
                  'statistics ' || nullif(a.attstattarget, -1),
                  'options ' || a.attoptions::text,
                  CASE WHEN NOT a.attislocal THEN 'inherited only' END,
                  'inherited from ' || nullif(a.attinhcount, 0))
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_type t ON t.oid = a.atttypid
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') AND a.attnum > 0 AND NOT a.attisdropped
              AND {TABLE}""",
    f"""SELECT 'constraint ' || quote_ident(k.conname) || ' on ' || c.oid::regclass,
               concat_ws(' ', pg_get_constraintdef(k.oid), CASE WHEN k.convalidated THEN 'valid' END,
                  CASE WHEN NOT k.conislocal THEN 'inherited only' END,
                  'inherited from ' || nullif(k.coninhcount, 0),
                  'index ' || nullif(k.conindid, 0)::regclass)
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE k.contype <> 't' AND {TABLE}""",
    f"""SELECT 'index ' || i.indexrelid::regclass,
               concat_ws(' ', pg_get_indexdef(i.indexrelid),
                  CASE WHEN NOT i.indisvalid THEN 'invalid' END,
                  CASE WHEN i.indisprimary THEN 'primary key' END,
                  CASE WHEN i.indisclustered THEN 'clustered on' END,
                  CASE WHEN i.indisreplident THEN 'replica identity' END,
                  'part of ' || (SELECT h.inhparent::regclass FROM pg_inherits h
                                 WHERE h.inhrelid = i.indexrelid))
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {TABLE}""",
    f"""SELECT 'sequence ' || c.oid::regclass,
               concat_ws(' ', s.seqtypid::regtype, 'start', s.seqstart, 'increment', s.seqincrement,
                  'min', s.seqmin, 'max', s.seqmax, 'cache', s.seqcache,
                  'cycle ' || nullif(s.seqcycle, false), 'persistence', c.relpersistence,
                  (SELECT 'owned by ' || d.refobjid::regclass || '.' || a.attname || ' ' || d.deptype::text::text
                   FROM pg_depend d JOIN pg_attribute a
                        ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                   WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                         AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')))
        FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE {TABLE}""",
    # Types.
    f"""SELECT 'enum ' || t.oid::regtype,
               (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                FROM pg_enum e WHERE e.enumtypid = t.oid)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'e' AND {TYPE}""",
    f"""SELECT 'domain ' || t.oid::regtype,
               concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
                  (SELECT 'collate ' || l.collname FROM pg_collation l JOIN pg_type b
                          ON b.oid = t.typbasetype
                   WHERE l.oid = t.typcollation AND t.typcollation <> b.typcollation),
                  CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault)
        FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = 'd' AND {TYPE}""",
    f"""SELECT 'constraint ' || quote_ident(k.conname) || ' on domain ' || t.oid::regtype,
               concat_ws(' ', pg_get_constraintdef(k.oid), CASE WHEN k.convalidated THEN 'valid' END)
        FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid
             JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {TYPE}""",
    f"""SELECT 'range type ' || t.oid::regtype,
               concat_ws(' ', r.rngsubtype::regtype, r.rngmultitypid::regtype,
                         nullif(r.rngsubdiff, 0)::regproc)
        FROM pg_type t JOIN pg_range r ON r.rngtypid = t.oid
             JOIN pg_namespace n ON n.oid = t.typnamespace WHERE {TYPE}""",
    # Code.
    f"""SELECT 'function ' || p.oid::regprocedure,
               CASE p.prokind WHEN 'a' THEN (SELECT concat_ws(' ', 'aggregate', a.aggtransfn,
                                                a.aggtranstype::regtype, a.aggfinalfn, a.agginitval)
                                             FROM pg_aggregate a WHERE a.aggfnoid = p.oid)
                              ELSE pg_get_functiondef(p.oid) END
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind <> 'w' AND {OURS} AND {no_extension('pg_proc', 'p.oid')}
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass
                              AND d.objid = p.oid AND d.deptype = 'i')""",
    f"""SELECT 'trigger ' || quote_ident(g.tgname) || ' on ' || c.oid::regclass,
               concat_ws(' ', pg_get_triggerdef(g.oid), 'enabled', g.tgenabled,
                         CASE WHEN g.tgparentid <> 0 THEN 'of its parent' END)
        FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT g.tgisinternal AND {TABLE}""",
    f"""SELECT 'policy ' || quote_ident(p.polname) || ' on ' || c.oid::regclass,
               concat_ws(' ', p.polpermissive, p.polcmd,
                  'to ' || (SELECT string_agg(coalesce(r.rolname, 'public'), ', ' ORDER BY r.rolname)
                            FROM unnest(p.polroles) o(oid) LEFT JOIN pg_roles r ON r.oid = o.oid),
                  'using ' || pg_get_expr(p.polqual, p.polrelid),
                  'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {TABLE}""",
    f"""SELECT 'rule ' || quote_ident(r.rulename) || ' on ' || c.oid::regclass,
               concat_ws(' ', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled)
        FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
             JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE r.rulename <> '_RETURN' AND {TABLE}""",
    """SELECT 'event trigger ' || t.evtname,
              concat_ws(' ', t.evtevent, t.evtfoid::regproc, t.evtenabled, t.evttags::text)
       FROM pg_event_trigger t""",
    # The rest.
    f"""SELECT 'statistics ' || x.stxnamespace::regnamespace || '.' || quote_ident(x.stxname),
               concat_ws(' ', pg_get_statisticsobjdef(x.oid), nullif(x.stxstattarget, -1))
        FROM pg_statistic_ext x JOIN pg_namespace n ON n.oid = x.stxnamespace WHERE {OURS}""",
    f"""SELECT 'collation ' || x.oid::regcollation,
               concat_ws(' ', x.collprovider, x.collisdeterministic, x.collcollate, x.colliculocale)
        FROM pg_collation x JOIN pg_namespace n ON n.oid = x.collnamespace
        WHERE {OURS} AND {no_extension('pg_collation', 'x.oid')}""",
    f"""SELECT 'operator ' || o.oid::regoperator, o.oprcode::text
        FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
        WHERE {OURS} AND {no_extension('pg_operator', 'o.oid')}""",
    f"""SELECT 'cast ' || x.castsource::regtype || ' as ' || x.casttarget::regtype,
               concat_ws(' ', x.castcontext, x.castmethod, nullif(x.castfunc, 0)::regproc)
        FROM pg_cast x WHERE x.oid >= 16384 AND {no_extension('pg_cast', 'x.oid')}""",
    """SELECT 'publication ' || p.pubname,
              concat_ws(' ', nullif(p.puballtables, false), p.pubinsert, p.pubupdate, p.pubdelete,
                        p.pubtruncate, p.pubviaroot,
                        (SELECT string_agg(r.prrelid::regclass::text, ', '
                                           ORDER BY r.prrelid::regclass::text)
                         FROM pg_publication_rel r WHERE r.prpubid = p.oid))
       FROM pg_publication p""",
    f"""SELECT 'server ' || s.srvname, concat_ws(' ', w.fdwname, s.srvoptions::text)
        FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        WHERE {no_extension('pg_foreign_server', 's.oid')}""",
]

# One query, so one round trip. Without a search_path PostgreSQL qualifies every name it writes.
QUERY = "\nUNION ALL\n".join(f"({query})" for query in QUERIES)


# `DEFAULT 'now'` is the moment the statement ran.
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+(\+\d\d)?'::timestamp")


def snapshot(connection):
    """{name: definition} of all there is, as this session sees it."""
    connection.query("SET search_path = ''")
    return {name: MOMENT.sub("'now'::timestamp", definition or "")
            for name, definition in connection.query(QUERY)}


def differences(real, made):
    """What PostgreSQL has and what gander makes of it, name by name."""
    lines = []
    for name in sorted(real.keys() | made.keys()):
        if real.get(name) == made.get(name):
            continue
        lines.append(name)
        lines += _side("-", real.get(name)) + _side("+", made.get(name))
    return lines


def _side(sign, definition):
    if definition is None:
        return [f"    {sign} (none)"]
    return [f"    {sign} {line}" for line in definition.splitlines() or [""]]
