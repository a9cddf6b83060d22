using Microsoft.Data.Sqlite;

namespace Federated.Coordinator;

/// <summary>A small SQLite database of one process, in one file. Thread-safe.</summary>
internal sealed class Database : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    /// <param name="path">the file; made if it does not exist</param>
    /// <param name="synchronous">how sure a write is when the machine itself goes down: NORMAL, FULL</param>
    /// <param name="schema">makes the tables</param>
    public Database(string path, string synchronous, string schema)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode = WAL");
        Execute($"PRAGMA synchronous = {synchronous}");
        Execute(schema);
    }

    /// <summary>Changes something; it is written when this returns.</summary>
    public void Execute(string text, params (string Name, object Value)[] values)
    {
        lock (_lock)
        {
            using var command = Command(text, values);
            command.ExecuteNonQuery();
        }
    }

    /// <summary>The first row that is found, as something; null if there is none.</summary>
    public T? First<T>(string text, Func<SqliteDataReader, T> read, params (string Name, object Value)[] values)
        where T : struct
    {
        lock (_lock)
        {
            using var command = Command(text, values);
            using var reader = command.ExecuteReader();
            return reader.Read() ? read(reader) : null;
        }
    }

    /// <summary>All rows that are found, as something.</summary>
    public IReadOnlyList<T> All<T>(string text, Func<SqliteDataReader, T> read)
    {
        lock (_lock)
        {
            using var command = Command(text);
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string text, params (string Name, object Value)[] values)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Texts are constants of this program.
        command.CommandText = text;
#pragma warning restore CA2100
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
