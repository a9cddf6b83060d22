namespace Federated.Learning.Algorithms;

/// <summary>Over which clients the server averages the prox-corrections h_i.</summary>
public enum CorrectionAverage
{
    /// <summary>All N clients, active or not: converges under partial participation, and is the default.</summary>
    All,

    /// <summary>Only the round's active clients, as the paper's algorithm box is read: does not settle under partial participation.</summary>
    Active,

    /// <summary>No correction at all, neither at clients nor at the server: FedProx with an ascent step.</summary>
    None,
}
