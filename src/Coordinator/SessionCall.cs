namespace Federated.Coordinator;

/// <summary>A call that a node has open; counted until it is disposed of.</summary>
internal sealed class SessionCall : IDisposable
{
    private readonly Session _session;

    private SessionCall(Session session) => _session = session;

    /// <summary>Whose call it is.</summary>
    public Session Session => _session;

    /// <summary>Counts a call.</summary>
    /// <param name="session">whose call it is</param>
    /// <param name="most">calls that it may have open at the same time</param>
    /// <returns>null if it has as many already</returns>
    public static SessionCall? Begin(Session session, int most)
    {
        if (session.AddCall(1) <= most)
        {
            return new SessionCall(session);
        }

        session.AddCall(-1);
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _session.AddCall(-1);
}
