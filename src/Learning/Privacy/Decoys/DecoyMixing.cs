namespace Federated.Learning.Privacy;

/// <summary>How foreign samples come into a client's data.</summary>
public enum DecoyMixing
{
    /// <summary>In place of own samples: the number of samples stays, and some of the client's own are not trained on.</summary>
    Replace,

    /// <summary>Beside all of its own: an epoch takes longer.</summary>
    Add,
}
