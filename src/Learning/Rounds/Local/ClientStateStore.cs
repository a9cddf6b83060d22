using System.Numerics;
using System.Text.Json;
using Federated.Learning.Files;
using Federated.Learning.Parameters;

namespace Federated.Learning.Rounds;

/// <summary>
/// What clients keep between rounds, for those that were ever sampled. Up to a budget it lies in memory; what was not used
/// for the longest time goes to disk. Changes are staged and take effect when their round is committed. Thread-safe.
/// </summary>
public sealed class ClientStateStore<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Lock _lock = new();
    private readonly string[] _names;
    private readonly int _length;
    private readonly long _budget;
    private readonly string? _folder;
    private readonly Dictionary<int, ClientState<T>> _states = [];
    private readonly LinkedList<int> _recent = [];
    private readonly Dictionary<int, T[]> _staged = [];
    private readonly Stack<T[]> _free = [];
    private int? _saved;

    /// <param name="names">the algorithm's client vectors</param>
    /// <param name="dimension">length d of each</param>
    /// <param name="folder">where states are spilled and saved; null: memory only</param>
    /// <param name="budgetBytes">memory for states between rounds; one is kept whatever the budget</param>
    public ClientStateStore(string[] names, int dimension, string? folder = null, long budgetBytes = long.MaxValue)
    {
        _names = names;
        _length = names.Length * dimension;
        _folder = folder;
        _budget = budgetBytes;
    }

    /// <summary>Clients that have a state.</summary>
    public int Count => _states.Count;

    /// <summary>Clients whose state lies in memory.</summary>
    public int Resident => _recent.Count;

    private static unsafe int ElementSize => sizeof(T);

    /// <summary>Copies a client's state; zeros if it was never sampled.</summary>
    public void Load(int client, T[] destination)
    {
        if (_length == 0)
        {
            return;
        }

        lock (_lock)
        {
            if (!_states.TryGetValue(client, out var state))
            {
                Array.Clear(destination);
                return;
            }

            if (state.Values is null)
            {
                VectorFile.Read(PathOf(client, state.Version), _names, destination);
                return;
            }

            state.Values.CopyTo(destination, 0);
        }
    }

    /// <summary>Keeps a client's new state aside until <see cref="Commit"/>.</summary>
    public void Stage(int client, ReadOnlySpan<T> values)
    {
        if (_length == 0)
        {
            return;
        }

        lock (_lock)
        {
            var copy = _free.TryPop(out var free) ? free : new T[_length];
            values.CopyTo(copy);
            _staged[client] = copy;
        }
    }

    /// <summary>Forgets what was staged.</summary>
    public void Discard()
    {
        lock (_lock)
        {
            foreach (var values in _staged.Values)
            {
                _free.Push(values);
            }

            _staged.Clear();
        }
    }

    /// <summary>Makes the staged states the clients' states, then spills what is over the budget.</summary>
    /// <param name="round">the round they belong to</param>
    public void Commit(int round)
    {
        lock (_lock)
        {
            foreach (var (client, values) in _staged.OrderBy(pair => pair.Key))
            {
                Replace(client, values, round);
            }

            _staged.Clear();
            while (_folder is not null && _recent.Count > 1 && (long)_recent.Count * _length * ElementSize > _budget)
            {
                Spill(_recent.First!.Value);
            }
        }
    }

    /// <summary>Writes every state that changed since it was last written, and a list of all.</summary>
    public void Save(int round)
    {
        if (_folder is null)
        {
            throw new InvalidOperationException("This store has no folder.");
        }

        lock (_lock)
        {
            Directory.CreateDirectory(_folder);
            foreach (var (client, state) in _states.Where(pair => pair.Value.WrittenVersion != pair.Value.Version))
            {
                Write(client, state);
            }

            var versions = _states.OrderBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value.Version);
            WholeFile.Write(IndexPath(round), stream => JsonSerializer.Serialize(stream, versions));
            foreach (var state in _states.Values)
            {
                state.SavedVersion = state.Version;
            }

            _saved = round;
        }
    }

    /// <summary>Brings back the states of a saved round; they are read when they are needed.</summary>
    /// <exception cref="InputException">The list or a state is missing or damaged.</exception>
    public void Restore(int round)
    {
        var versions = ReadIndex(round);
        lock (_lock)
        {
            foreach (var (client, version) in versions)
            {
                var path = PathOf(client, version);
                if (!File.Exists(path))
                {
                    throw new InputException($"{path}: the state of client {client} is missing; the checkpoint cannot be resumed");
                }

                _states[client] = new ClientState<T> { Version = version, WrittenVersion = version, SavedVersion = version };
            }

            _saved = round;
        }
    }

    /// <summary>Deletes files that the last <see cref="Save"/>, or else <see cref="Restore"/>, does not need.</summary>
    public void Prune()
    {
        if (_folder is null || _saved is not { } saved)
        {
            return;
        }

        lock (_lock)
        {
            var needed = _states.Select(pair => PathOf(pair.Key, pair.Value.SavedVersion)).ToHashSet();

            // Not the newest list: a crash may have left one of a later round that no checkpoint names.
            needed.Add(IndexPath(saved));
            foreach (var path in Directory.EnumerateFiles(_folder).Where(path => !needed.Contains(path)))
            {
                File.Delete(path);
            }
        }
    }

    private void Replace(int client, T[] values, int round)
    {
        if (!_states.TryGetValue(client, out var state))
        {
            _states[client] = state = new ClientState<T>();
        }

        if (state.Values is not null)
        {
            _free.Push(state.Values);
            _recent.Remove(state.Place!);
        }

        (state.Values, state.Version, state.Place) = (values, round, _recent.AddLast(client));
    }

    private void Spill(int client)
    {
        var state = _states[client];
        if (state.WrittenVersion != state.Version)
        {
            Directory.CreateDirectory(_folder!);
            Write(client, state);
        }

        _free.Push(state.Values!);
        _recent.Remove(state.Place!);
        (state.Values, state.Place) = (null, null);
    }

    private void Write(int client, ClientState<T> state)
    {
        VectorFile.Write<T>(PathOf(client, state.Version), _names, state.Values!);
        if (state.WrittenVersion != 0 && state.WrittenVersion != state.SavedVersion)
        {
            File.Delete(PathOf(client, state.WrittenVersion));
        }

        state.WrittenVersion = state.Version;
    }

    private Dictionary<int, int> ReadIndex(int round)
    {
        var path = IndexPath(round);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<int, int>>(File.ReadAllText(path))
                ?? throw new InputException($"{path}: expected a list of clients");
        }
        catch (Exception error) when (error is JsonException or IOException)
        {
            throw new InputException($"{path}: the list of client states cannot be read ({error.Message})", error);
        }
    }

    private string PathOf(int client, int version) => Path.Combine(_folder!, $"client-{client:D8}-r{version:D6}.safetensors");

    private string IndexPath(int round) => Path.Combine(_folder!, $"index-{round:D8}.json");
}
