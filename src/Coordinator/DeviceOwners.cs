namespace Federated.Coordinator;

/// <summary>
/// Clients whose samples lie with a node of their own: nobody else gets their tasks, whether that node is there or not. Thread-safe.
/// </summary>
internal sealed class DeviceOwners
{
    private readonly Dictionary<int, (string Name, int Samples)?> _owners = [];
    private readonly Lock _lock = new();
    private Journal? _journal;

    /// <summary>Whether there is any.</summary>
    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _owners.Count > 0;
            }
        }
    }

    /// <summary>Writes down who owns what; what was written before this process was started still holds.</summary>
    public void Remember(Journal journal)
    {
        lock (_lock)
        {
            _journal = journal;
            foreach (var (client, name, samples) in journal.Owners())
            {
                _owners[client] = (name, samples);
            }
        }
    }

    /// <summary>These clients wait for nodes that have their samples.</summary>
    public void Reserve(IEnumerable<int> clients)
    {
        lock (_lock)
        {
            foreach (var client in clients)
            {
                _owners.TryAdd(client, null);
            }
        }
    }

    /// <summary>Whether a client's samples lie with a node.</summary>
    public bool Owns(int client)
    {
        lock (_lock)
        {
            return _owners.ContainsKey(client);
        }
    }

    /// <summary>Samples of a client whose node has said how many; null: they are those of the split.</summary>
    public int? Samples(int client) => Owner(client)?.Samples;

    /// <summary>What messages call the node of a client.</summary>
    public string Describe(int client) => Owner(client)?.Name ?? "a node that has not come yet";

    /// <summary>Why a node cannot have these clients; null: it can.</summary>
    public string? Refusal(string name, IEnumerable<int> clients)
    {
        foreach (var client in clients)
        {
            if (Owner(client) is { } owner && owner.Name != name)
            {
                return $"the samples of client {client} lie with the node '{owner.Name}'; expected that name, or another client";
            }
        }

        return null;
    }

    /// <summary>From now on a node's clients are its own.</summary>
    public void Claim(Session session)
    {
        lock (_lock)
        {
            foreach (var (client, samples) in session.Own.Where(own => _owners.GetValueOrDefault(own.Key) != (session.Name, own.Value)))
            {
                _owners[client] = (session.Name, samples);
                _journal?.Own(client, session.Name, samples);
            }
        }
    }

    private (string Name, int Samples)? Owner(int client)
    {
        lock (_lock)
        {
            return _owners.GetValueOrDefault(client);
        }
    }
}
