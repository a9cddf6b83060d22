namespace Federated.Learning.ZerothOrder;

/// <summary>What is in a log whose records are all good.</summary>
/// <param name="Header">what it is about</param>
/// <param name="Rounds">number of rounds</param>
/// <param name="Machines">number of machines that ever took part</param>
/// <param name="PayloadBytes">bytes of gradients</param>
/// <param name="AbsentSamples">samples without a value</param>
/// <param name="UnfinishedBytes">bytes of a last record that a crash left unfinished</param>
/// <param name="Chain">chain value of the last record: equal logs have equal ones</param>
public sealed record LogCheck(
    LogHeader Header, long Rounds, int Machines, long PayloadBytes, long AbsentSamples, long UnfinishedBytes, string Chain);
