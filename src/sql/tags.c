#include "sql/tags.h"

/* "DROP TABLE" and "ALTER TABLE" by the kind of object. */
#define OBJECT_TAGS(X)                                                                             \
    X(OBJECT_ACCESS_METHOD, "ACCESS METHOD")                                                       \
    X(OBJECT_AGGREGATE, "AGGREGATE")                                                               \
    X(OBJECT_ATTRIBUTE, "TYPE")                                                                    \
    X(OBJECT_CAST, "CAST")                                                                         \
    X(OBJECT_COLUMN, "TABLE")                                                                      \
    X(OBJECT_COLLATION, "COLLATION")                                                               \
    X(OBJECT_CONVERSION, "CONVERSION")                                                             \
    X(OBJECT_DATABASE, "DATABASE")                                                                 \
    X(OBJECT_DOMAIN, "DOMAIN")                                                                     \
    X(OBJECT_DOMCONSTRAINT, "DOMAIN")                                                              \
    X(OBJECT_EVENT_TRIGGER, "EVENT TRIGGER")                                                       \
    X(OBJECT_EXTENSION, "EXTENSION")                                                               \
    X(OBJECT_FDW, "FOREIGN DATA WRAPPER")                                                          \
    X(OBJECT_FOREIGN_SERVER, "SERVER")                                                             \
    X(OBJECT_FOREIGN_TABLE, "FOREIGN TABLE")                                                       \
    X(OBJECT_FUNCTION, "FUNCTION")                                                                 \
    X(OBJECT_INDEX, "INDEX")                                                                       \
    X(OBJECT_LANGUAGE, "LANGUAGE")                                                                 \
    X(OBJECT_LARGEOBJECT, "LARGE OBJECT")                                                          \
    X(OBJECT_MATVIEW, "MATERIALIZED VIEW")                                                         \
    X(OBJECT_OPCLASS, "OPERATOR CLASS")                                                            \
    X(OBJECT_OPERATOR, "OPERATOR")                                                                 \
    X(OBJECT_OPFAMILY, "OPERATOR FAMILY")                                                          \
    X(OBJECT_POLICY, "POLICY")                                                                     \
    X(OBJECT_PROCEDURE, "PROCEDURE")                                                               \
    X(OBJECT_PUBLICATION, "PUBLICATION")                                                           \
    X(OBJECT_ROLE, "ROLE")                                                                         \
    X(OBJECT_ROUTINE, "ROUTINE")                                                                   \
    X(OBJECT_RULE, "RULE")                                                                         \
    X(OBJECT_SCHEMA, "SCHEMA")                                                                     \
    X(OBJECT_SEQUENCE, "SEQUENCE")                                                                 \
    X(OBJECT_SUBSCRIPTION, "SUBSCRIPTION")                                                         \
    X(OBJECT_STATISTIC_EXT, "STATISTICS")                                                          \
    X(OBJECT_TABCONSTRAINT, "TABLE")                                                               \
    X(OBJECT_TABLE, "TABLE")                                                                       \
    X(OBJECT_TABLESPACE, "TABLESPACE")                                                             \
    X(OBJECT_TRANSFORM, "TRANSFORM")                                                               \
    X(OBJECT_TRIGGER, "TRIGGER")                                                                   \
    X(OBJECT_TSCONFIGURATION, "TEXT SEARCH CONFIGURATION")                                         \
    X(OBJECT_TSDICTIONARY, "TEXT SEARCH DICTIONARY")                                               \
    X(OBJECT_TSPARSER, "TEXT SEARCH PARSER")                                                       \
    X(OBJECT_TSTEMPLATE, "TEXT SEARCH TEMPLATE")                                                   \
    X(OBJECT_TYPE, "TYPE")                                                                         \
    X(OBJECT_VIEW, "VIEW")

enum verb { VERB_ALTER, VERB_CREATE, VERB_DROP };

static const char *object_tag(enum verb verb, ObjectType type)
{
    switch (type) {
#define X(object, words)                                                                           \
    case object:                                                                                   \
        return verb == VERB_ALTER    ? "ALTER " words                                              \
               : verb == VERB_CREATE ? "CREATE " words                                             \
                                     : "DROP " words;
        OBJECT_TAGS(X)
#undef X
    default:
        return "???";
    }
}

static const char *transaction_tag(TransactionStmtKind kind)
{
    switch (kind) {
    case TRANS_STMT_BEGIN:
        return "BEGIN";
    case TRANS_STMT_START:
        return "START TRANSACTION";
    case TRANS_STMT_COMMIT:
        return "COMMIT";
    case TRANS_STMT_ROLLBACK:
    case TRANS_STMT_ROLLBACK_TO:
        return "ROLLBACK";
    case TRANS_STMT_SAVEPOINT:
        return "SAVEPOINT";
    case TRANS_STMT_RELEASE:
        return "RELEASE";
    case TRANS_STMT_PREPARE:
        return "PREPARE TRANSACTION";
    case TRANS_STMT_COMMIT_PREPARED:
        return "COMMIT PREPARED";
    case TRANS_STMT_ROLLBACK_PREPARED:
        return "ROLLBACK PREPARED";
    }
    return "???";
}

static const char *discard_tag(DiscardMode target)
{
    switch (target) {
    case DISCARD_ALL:
        return "DISCARD ALL";
    case DISCARD_PLANS:
        return "DISCARD PLANS";
    case DISCARD_SEQUENCES:
        return "DISCARD SEQUENCES";
    case DISCARD_TEMP:
        return "DISCARD TEMP";
    }
    return "???";
}

static const char *rename_tag(const RenameStmt *stmt)
{
    bool inside = stmt->renameType == OBJECT_COLUMN || stmt->renameType == OBJECT_ATTRIBUTE;
    return object_tag(VERB_ALTER, inside ? stmt->relationType : stmt->renameType);
}

static const char *create_as_tag(const CreateTableAsStmt *stmt)
{
    if (stmt->objtype == OBJECT_MATVIEW) return "CREATE MATERIALIZED VIEW";
    return stmt->is_select_into ? "SELECT INTO" : "CREATE TABLE AS";
}

static const char *select_tag(const SelectStmt *stmt)
{
    return stmt->intoClause != NULL ? "SELECT INTO" : "SELECT";
}

/* Statements whose tag depends on more than the kind of node. */
static const char *tag_by_contents(const Node *node)
{
#define AS(type) ((const type *)(const void *)node)
    switch (nodeTag(node)) {
    case T_AlterTableStmt:
        return object_tag(VERB_ALTER, AS(AlterTableStmt)->objtype);
    case T_AlterTableMoveAllStmt:
        return object_tag(VERB_ALTER, AS(AlterTableMoveAllStmt)->objtype);
    case T_AlterObjectSchemaStmt:
        return object_tag(VERB_ALTER, AS(AlterObjectSchemaStmt)->objectType);
    case T_AlterObjectDependsStmt:
        return object_tag(VERB_ALTER, AS(AlterObjectDependsStmt)->objectType);
    case T_AlterOwnerStmt:
        return object_tag(VERB_ALTER, AS(AlterOwnerStmt)->objectType);
    case T_AlterFunctionStmt:
        return object_tag(VERB_ALTER, AS(AlterFunctionStmt)->objtype);
    case T_RenameStmt:
        return rename_tag(AS(RenameStmt));
    case T_DropStmt:
        return object_tag(VERB_DROP, AS(DropStmt)->removeType);
    case T_DefineStmt:
        return object_tag(VERB_CREATE, AS(DefineStmt)->kind);
    case T_CreateFunctionStmt:
        return AS(CreateFunctionStmt)->is_procedure ? "CREATE PROCEDURE" : "CREATE FUNCTION";
    case T_CreateTableAsStmt:
        return create_as_tag(AS(CreateTableAsStmt));
    case T_SelectStmt:
        return select_tag(AS(SelectStmt));
    case T_TransactionStmt:
        return transaction_tag(AS(TransactionStmt)->kind);
    case T_DiscardStmt:
        return discard_tag(AS(DiscardStmt)->target);
    case T_VacuumStmt:
        return AS(VacuumStmt)->is_vacuumcmd ? "VACUUM" : "ANALYZE";
    case T_GrantStmt:
        return AS(GrantStmt)->is_grant ? "GRANT" : "REVOKE";
    case T_GrantRoleStmt:
        return AS(GrantRoleStmt)->is_grant ? "GRANT ROLE" : "REVOKE ROLE";
    case T_VariableSetStmt:
        return AS(VariableSetStmt)->kind == VAR_RESET || AS(VariableSetStmt)->kind == VAR_RESET_ALL
                   ? "RESET"
                   : "SET";
    case T_FetchStmt:
        return AS(FetchStmt)->ismove ? "MOVE" : "FETCH";
    case T_DeallocateStmt:
        return AS(DeallocateStmt)->name == NULL ? "DEALLOCATE ALL" : "DEALLOCATE";
    case T_ClosePortalStmt:
        return AS(ClosePortalStmt)->portalname == NULL ? "CLOSE CURSOR ALL" : "CLOSE CURSOR";
    default:
        return NULL;
    }
#undef AS
}

/* Every other statement of PostgreSQL 15's grammar. */
#define STATEMENT_TAGS(X)                                                                          \
    X(InsertStmt, "INSERT")                                                                        \
    X(UpdateStmt, "UPDATE")                                                                        \
    X(DeleteStmt, "DELETE")                                                                        \
    X(MergeStmt, "MERGE")                                                                          \
    X(TruncateStmt, "TRUNCATE TABLE")                                                              \
    X(CopyStmt, "COPY")                                                                            \
    X(CallStmt, "CALL")                                                                            \
    X(DoStmt, "DO")                                                                                \
    X(ExplainStmt, "EXPLAIN")                                                                      \
    X(PrepareStmt, "PREPARE")                                                                      \
    X(ExecuteStmt, "EXECUTE")                                                                      \
    X(DeclareCursorStmt, "DECLARE CURSOR")                                                         \
    X(NotifyStmt, "NOTIFY")                                                                        \
    X(ListenStmt, "LISTEN")                                                                        \
    X(UnlistenStmt, "UNLISTEN")                                                                    \
    X(LoadStmt, "LOAD")                                                                            \
    X(LockStmt, "LOCK TABLE")                                                                      \
    X(ClusterStmt, "CLUSTER")                                                                      \
    X(ReindexStmt, "REINDEX")                                                                      \
    X(CheckPointStmt, "CHECKPOINT")                                                                \
    X(ConstraintsSetStmt, "SET CONSTRAINTS")                                                       \
    X(VariableShowStmt, "SHOW")                                                                    \
    X(CreateStmt, "CREATE TABLE")                                                                  \
    X(CreateForeignTableStmt, "CREATE FOREIGN TABLE")                                              \
    X(ImportForeignSchemaStmt, "IMPORT FOREIGN SCHEMA")                                            \
    X(IndexStmt, "CREATE INDEX")                                                                   \
    X(ViewStmt, "CREATE VIEW")                                                                     \
    X(RefreshMatViewStmt, "REFRESH MATERIALIZED VIEW")                                             \
    X(CreateSeqStmt, "CREATE SEQUENCE")                                                            \
    X(AlterSeqStmt, "ALTER SEQUENCE")                                                              \
    X(CreateEnumStmt, "CREATE TYPE")                                                               \
    X(CompositeTypeStmt, "CREATE TYPE")                                                            \
    X(CreateRangeStmt, "CREATE TYPE")                                                              \
    X(AlterEnumStmt, "ALTER TYPE")                                                                 \
    X(AlterTypeStmt, "ALTER TYPE")                                                                 \
    X(CreateDomainStmt, "CREATE DOMAIN")                                                           \
    X(AlterDomainStmt, "ALTER DOMAIN")                                                             \
    X(CreateSchemaStmt, "CREATE SCHEMA")                                                           \
    X(CreateExtensionStmt, "CREATE EXTENSION")                                                     \
    X(AlterExtensionStmt, "ALTER EXTENSION")                                                       \
    X(AlterExtensionContentsStmt, "ALTER EXTENSION")                                               \
    X(CreateTrigStmt, "CREATE TRIGGER")                                                            \
    X(RuleStmt, "CREATE RULE")                                                                     \
    X(CreatePolicyStmt, "CREATE POLICY")                                                           \
    X(AlterPolicyStmt, "ALTER POLICY")                                                             \
    X(CreateEventTrigStmt, "CREATE EVENT TRIGGER")                                                 \
    X(AlterEventTrigStmt, "ALTER EVENT TRIGGER")                                                   \
    X(CreateStatsStmt, "CREATE STATISTICS")                                                        \
    X(AlterStatsStmt, "ALTER STATISTICS")                                                          \
    X(CommentStmt, "COMMENT")                                                                      \
    X(SecLabelStmt, "SECURITY LABEL")                                                              \
    X(AlterDefaultPrivilegesStmt, "ALTER DEFAULT PRIVILEGES")                                      \
    X(CreateRoleStmt, "CREATE ROLE")                                                               \
    X(AlterRoleStmt, "ALTER ROLE")                                                                 \
    X(AlterRoleSetStmt, "ALTER ROLE")                                                              \
    X(DropRoleStmt, "DROP ROLE")                                                                   \
    X(DropOwnedStmt, "DROP OWNED")                                                                 \
    X(ReassignOwnedStmt, "REASSIGN OWNED")                                                         \
    X(CreatedbStmt, "CREATE DATABASE")                                                             \
    X(AlterDatabaseStmt, "ALTER DATABASE")                                                         \
    X(AlterDatabaseSetStmt, "ALTER DATABASE")                                                      \
    X(AlterDatabaseRefreshCollStmt, "ALTER DATABASE")                                              \
    X(DropdbStmt, "DROP DATABASE")                                                                 \
    X(CreateTableSpaceStmt, "CREATE TABLESPACE")                                                   \
    X(AlterTableSpaceOptionsStmt, "ALTER TABLESPACE")                                              \
    X(DropTableSpaceStmt, "DROP TABLESPACE")                                                       \
    X(AlterSystemStmt, "ALTER SYSTEM")                                                             \
    X(CreateCastStmt, "CREATE CAST")                                                               \
    X(CreateTransformStmt, "CREATE TRANSFORM")                                                     \
    X(CreateConversionStmt, "CREATE CONVERSION")                                                   \
    X(CreateAmStmt, "CREATE ACCESS METHOD")                                                        \
    X(CreateOpClassStmt, "CREATE OPERATOR CLASS")                                                  \
    X(CreateOpFamilyStmt, "CREATE OPERATOR FAMILY")                                                \
    X(AlterOpFamilyStmt, "ALTER OPERATOR FAMILY")                                                  \
    X(AlterOperatorStmt, "ALTER OPERATOR")                                                         \
    X(AlterCollationStmt, "ALTER COLLATION")                                                       \
    X(AlterTSDictionaryStmt, "ALTER TEXT SEARCH DICTIONARY")                                       \
    X(AlterTSConfigurationStmt, "ALTER TEXT SEARCH CONFIGURATION")                                 \
    X(CreatePLangStmt, "CREATE LANGUAGE")                                                          \
    X(CreateFdwStmt, "CREATE FOREIGN DATA WRAPPER")                                                \
    X(AlterFdwStmt, "ALTER FOREIGN DATA WRAPPER")                                                  \
    X(CreateForeignServerStmt, "CREATE SERVER")                                                    \
    X(AlterForeignServerStmt, "ALTER SERVER")                                                      \
    X(CreateUserMappingStmt, "CREATE USER MAPPING")                                                \
    X(AlterUserMappingStmt, "ALTER USER MAPPING")                                                  \
    X(DropUserMappingStmt, "DROP USER MAPPING")                                                    \
    X(CreatePublicationStmt, "CREATE PUBLICATION")                                                 \
    X(AlterPublicationStmt, "ALTER PUBLICATION")                                                   \
    X(CreateSubscriptionStmt, "CREATE SUBSCRIPTION")                                               \
    X(AlterSubscriptionStmt, "ALTER SUBSCRIPTION")                                                 \
    X(DropSubscriptionStmt, "DROP SUBSCRIPTION")

const char *command_tag(const Node *node)
{
    switch (nodeTag(node)) {
#define X(type, tag)                                                                               \
    case T_##type:                                                                                 \
        return tag;
        STATEMENT_TAGS(X)
#undef X
    default:
        break;
    }
    const char *tag = tag_by_contents(node);
    return tag != NULL ? tag : "???";
}
