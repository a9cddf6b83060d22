using Federated.Protocol;

namespace Federated.Coordinator;

/// <summary>One client's part of one round, until somebody has done it.</summary>
/// <param name="template">the task; its lease is set when it is handed out</param>
/// <param name="position">index of the client in the cohort</param>
/// <param name="accepts">says what is wrong with a submission's sizes; null: nothing</param>
/// <param name="deliver">takes what came of it</param>
internal sealed class Work(ProtocolTask template, int position, Func<SubmitHeader, string?> accepts, Action<SubmitHeader, Upload> deliver)
{
    /// <summary>The task without a lease.</summary>
    public ProtocolTask Template => template;

    /// <summary>Index of the client in the cohort.</summary>
    public int Position => position;

    /// <summary>Names the attempt that counts; 0: nobody is at it.</summary>
    public long Lease { get; set; }

    /// <summary>Who is at it.</summary>
    public Session? Holder { get; set; }

    /// <summary>Whether a node has done it.</summary>
    public bool IsDone { get; set; }

    /// <summary>What is wrong with a submission's sizes; null: nothing.</summary>
    public string? Refusal(SubmitHeader header) => accepts(header);

    /// <summary>Passes on what came of it.</summary>
    public void Deliver(SubmitHeader header, Upload upload) => deliver(header, upload);
}
