namespace Federated.Coordinator;

/// <summary>
/// Which nodes are there, and which were and will come back: those have not heard yet how the run ended. Guarded by the lock of the board.
/// </summary>
/// <param name="linger">how long a node that was lost is expected back</param>
/// <param name="time">clock</param>
internal sealed class Attendance(TimeSpan linger, TimeProvider time)
{
    private readonly Dictionary<string, Session> _present = [];
    private readonly Dictionary<string, (string Name, long LastSeen)> _absent = [];
    private Journal? _journal;

    /// <summary>Nodes that are there.</summary>
    public IReadOnlyCollection<Session> Present => _present.Values;

    /// <summary>Writes down who comes; who had come before this process was started is expected back.</summary>
    public void Remember(Journal journal)
    {
        _journal = journal;
        foreach (var (id, name) in journal.Members())
        {
            _absent.TryAdd(id, (name, time.GetTimestamp()));
        }
    }

    /// <summary>Lets a node in.</summary>
    public Session Admit(string name, int slots, IReadOnlyDictionary<int, int> own)
    {
        var session = new Session($"{Guid.NewGuid():N}", name, slots, own) { LastSeen = time.GetTimestamp() };
        _present.Add(session.Id, session);
        _journal?.Enter(session.Id, name);
        return session;
    }

    /// <summary>The node of a session that is alive; null if there is none.</summary>
    public Session? Find(string id)
    {
        if (_present.GetValueOrDefault(id) is not { } session)
        {
            return null;
        }

        session.LastSeen = time.GetTimestamp();
        return session;
    }

    /// <summary>A session is over.</summary>
    public void Remove(Session session, Parting parting)
    {
        _present.Remove(session.Id);
        if (parting == Parting.Lost)
        {
            _absent[session.Id] = (session.Name, session.LastSeen);
        }
        else
        {
            _journal?.Strike(session.Id);
        }
    }

    /// <summary>A node whose session was lost came back, or says that it goes.</summary>
    public void Forget(string id)
    {
        if (_absent.Remove(id))
        {
            _journal?.Strike(id);
        }
    }

    /// <summary>Sessions that were silent for so long.</summary>
    public Session[] Silent(TimeSpan lease) => [.. _present.Values.Where(session => time.GetElapsedTime(session.LastSeen) > lease)];

    /// <summary>Gives up nodes that have not come back for long.</summary>
    public void GiveUp()
    {
        foreach (var (id, _) in _absent.Where(pair => time.GetElapsedTime(pair.Value.LastSeen) > linger).ToArray())
        {
            Forget(id);
        }
    }

    /// <summary>Names of nodes that are there, or are expected back.</summary>
    public string[] Awaited() => [
        .. _present.Values.Select(session => (session.Name, session.LastSeen)).Concat(_absent.Values)
            .Where(node => time.GetElapsedTime(node.LastSeen) <= linger).Select(node => node.Name).Order(StringComparer.Ordinal)];
}
