namespace Federated.Learning.ZerothOrder;

/// <summary>All that weights can be rebuilt from: a copy on which machines agreed, and the log.</summary>
/// <param name="header">what the log is about</param>
/// <param name="logPath">the log; it may grow meanwhile</param>
/// <param name="genesis">the weights before round 0; kept</param>
public sealed class SealedHistory(LogHeader header, string logPath, float[] genesis)
{
    /// <summary>Rounds that are taken from the log at a time.</summary>
    private const int Batch = 64;

    private Replica _agreed = new(header, (float[])genesis.Clone());

    /// <summary>What the log is about.</summary>
    public LogHeader Header => header;

    /// <summary>The log.</summary>
    public string LogPath => logPath;

    /// <summary>Keeps a copy that machines agreed on.</summary>
    public void Agree(Replica replica) => _agreed = replica.Copy();

    /// <summary>The weights after some rounds of the log.</summary>
    /// <param name="rounds">number of rounds; null: all</param>
    /// <param name="threads">threads of the replica's updates</param>
    /// <exception cref="InputException">The log is damaged, or too short.</exception>
    public Replica Rebuild(long? rounds = null, int threads = 1)
    {
        var replica = _agreed.Next <= (rounds ?? long.MaxValue) ? _agreed.Copy(threads) : new Replica(header, (float[])genesis.Clone(), threads: threads);
        if (replica.Next == rounds)
        {
            return replica;
        }

        var due = SealedLog.Read(logPath, header).SkipWhile(round => round.Round < replica.Next).TakeWhile(round => !(round.Round >= rounds));
        foreach (var batch in due.Chunk(Batch))
        {
            replica.Offer(batch);
        }

        return replica.Next < rounds
            ? throw new InputException($"{logPath}: the log ends after {replica.Next} rounds; expected at least {rounds}")
            : replica;
    }
}
